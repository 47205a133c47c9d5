# METADATA
# title: Access
# description: May this door into a running pod be used?
# schemas:
#   - input: schema["access-input"]
package driftseal.access

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
# description: The stricter one of the pod's stamp and its namespace.
tier := tiers.of_workload(input.pod.runtimePolicy, input.namespace)

# METADATA
# title: Open doors
# description: By tier. What is not named is closed.
open_doors := {
	"restricted": set(),
	"standard": {"exec"},
	"development": {"exec"},
}

# METADATA
# title: Closed door
# description: A running workload of this tier is changed by a new rollout only.
# custom:
#   code: door-closed
#   severity: high
denials contains reason if {
	not input.door in open_doors[tier]
	reason := {
		"code": "door-closed",
		"message": sprintf("Use logs or a new rollout: %s is closed in tier %s.", [input.door, tier]),
		"field": "",
	}
}

# METADATA
# title: Recorded door
# description: In standard the door is open, and whoever uses it is told that it is on record.
# custom:
#   code: door-recorded
#   severity: info
warnings contains reason if {
	tier == "standard"
	input.door in open_doors[tier]
	reason := {
		"code": "door-recorded",
		"message": sprintf("This %s is on record with your name.", [input.door]),
		"field": "",
	}
}
