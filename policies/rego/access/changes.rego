package driftseal.access

import data.driftseal.admission

# METADATA
# title: Resize within the approved range
# description: |
#   The range stands in the pod's own annotation resize.driftseal.io/CONTAINER, which was admitted and
#   stamped with it; a limit that is taken away is in no range.
resized_within_range if {
	input.door == "resize"
	count(input.change.resources) > 0
	every amount in input.change.resources {
		amount.withinRange
	}
}

# METADATA
# title: Debug containers
# description: Those that are added, each with a name that can be shown.
debug_containers := [entry |
	some position, container in object.get(input, ["change", "containers"], [])
	entry := {"name": shown_name(container, position), "container": container}
]

# METADATA
# title: Name of a debug container
# description: Cut to what Kubernetes allows.
shown_name(container, _) := substring(container.name, 0, 63) if {
	is_string(container.name)
} else := "debug"

# METADATA
# title: Tiers in which a debug container may be as good as root on the node
# description: There it is warned about; elsewhere no grant makes up for it.
node_debugging_tiers := {"development"}

# METADATA
# title: Debug container with the powers of the node
# description: Privileged, or with a capability by which a process leaves its container or reads other ones.
# custom:
#   code: debug-node-power
#   severity: critical
denials contains reason if {
	not tier in node_debugging_tiers
	some reason in node_powers
}

# METADATA
# title: Debug container with the powers of the node, where it may be
# description: Shown to whoever starts it.
# custom:
#   code: debug-node-power
#   severity: critical
warnings contains reason if {
	tier in node_debugging_tiers
	count(denials) == 0
	some reason in node_powers
}

# METADATA
# title: Powers of the node
# description: What a debug container asks for that reaches beyond its pod.
node_powers contains reason if {
	some entry in debug_containers
	entry.container.securityContext.privileged == true
	reason := {
		"code": "debug-node-power",
		"message": sprintf("Remove privileged: true from debug container %s.", [entry.name]),
		"field": "spec.ephemeralContainers",
	}
}

# METADATA
# title: Capabilities of the node
# description: The list is the one of admission.
node_powers contains reason if {
	some entry in debug_containers
	some capability in entry.container.securityContext.capabilities.add
	is_string(capability)
	bare := trim_prefix(upper(capability), "CAP_")
	bare in admission.node_capabilities
	reason := {
		"code": "debug-node-power",
		"message": sprintf("Remove capability %s from debug container %s.", [bare, entry.name]),
		"field": "spec.ephemeralContainers",
	}
}
