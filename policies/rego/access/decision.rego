# METADATA
# title: Access
# description: May this door into a running workload be used?
# schemas:
#   - input: schema["access-input"]
package driftseal.access

import data.driftseal.access.doors
import data.driftseal.lib.tiers

# METADATA
# title: Decision
# description: Always defined. Denies exactly if there is a reason.
# entrypoint: true
decision := {
	"granted": count(denials) == 0,
	"reasons": [reason | some reason in denials],
	"warnings": [reason | some reason in warnings],
}

# METADATA
# title: Tier
# description: The strictest one of the namespace and the stamps of all pods behind the door.
tier := tiers.strictest({stamped |
	some pod in input.pods
	stamped := tiers.of_workload(pod.runtimePolicy, input.namespace)
} | {tiers.of_namespace(input.namespace)})

# METADATA
# title: Rule of the door
# description: One of refuse, grant, record, open. What the table does not name is refused.
rule := "record" if {
	monitoring
} else := "record" if {
	input.door == "token-request"
	input.requester.username in doors.token_minters
} else := "record" if {
	resized_within_range
} else := object.get(doors.rules, [input.door, tier], "refuse")

# METADATA
# title: Monitoring of a node
# description: Only the exact paths that metrics are read from; everything else of a kubelet is more than metrics.
monitoring if {
	input.door == "node-proxy"
	input.destination.path in doors.node_monitoring_paths
}

# METADATA
# title: Closed door
# description: A running workload of this tier is changed by a new rollout only.
# custom:
#   code: door-closed
#   severity: high
denials contains reason if {
	rule == "refuse"
	reason := {
		"code": "door-closed",
		"message": sprintf("Use logs or a new rollout: %s is closed in tier %s.", [input.door, tier]),
		"field": "",
	}
}

# METADATA
# title: Door that needs a grant
# description: Nobody holds a grant for exactly this use.
# custom:
#   code: grant-needed
#   severity: high
denials contains reason if {
	rule == "grant"
	input.grant == null
	reason := {
		"code": "grant-needed",
		"message": sprintf("Ask for a grant (driftseal grant request): %s needs one in tier %s.", [input.door, tier]),
		"field": "",
	}
}

# METADATA
# title: Token that lives long
# description: It would outlive the workload, and whoever keeps it can be anywhere.
# custom:
#   code: token-lifetime
#   severity: high
denials contains reason if {
	input.door == "token-request"
	longest := doors.longest_token_seconds[tier]
	input.token.expirationSeconds > longest
	reason := {
		"code": "token-lifetime",
		"message": sprintf("Ask for a token of at most %d seconds in tier %s.", [longest, tier]),
		"field": "spec.expirationSeconds",
	}
}

# METADATA
# title: Recorded door
# description: The door is open, and whoever uses it is told that it is on record.
# custom:
#   code: door-recorded
#   severity: info
warnings contains reason if {
	rule == "record"
	count(denials) == 0
	not input.door in doors.silent
	reason := {
		"code": "door-recorded",
		"message": sprintf("This %s is on record with your name.", [input.door]),
		"field": "",
	}
}

# METADATA
# title: Door opened by a grant
# description: Shown to whoever uses it and in the record.
# custom:
#   code: door-granted
#   severity: info
warnings contains reason if {
	rule == "grant"
	count(denials) == 0
	reason := {
		"code": "door-granted",
		"message": sprintf("This %s uses grant %s and is on record with your name.", [input.door, input.grant.id]),
		"field": "",
	}
}
