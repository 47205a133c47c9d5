# METADATA
# title: Grant
# description: May this permission for one door be issued?
# schemas:
#   - input: schema["grant-input"]
package driftseal.grant

import data.driftseal.access.doors
import data.driftseal.lib.tiers

# METADATA
# title: Decision
# description: Always defined. Denies exactly if there is a reason.
# entrypoint: true
decision := {
	"granted": count(denials) == 0,
	"reasons": [reason | some reason in denials],
	"warnings": [],
}

# METADATA
# title: Tier
# description: As for the use of the door; the strictest one of the namespace and all pods behind it.
tier := tiers.strictest({stamped |
	some pod in input.pods
	stamped := tiers.of_workload(pod.runtimePolicy, input.namespace)
} | {tiers.of_namespace(input.namespace)})

# METADATA
# title: Limits
# description: A tier has them all. The program has bounds of its own above these, eight hours and a hundred uses.
limits := {
	"restricted": {"seconds": 900, "uses": 3},
	"standard": {"seconds": 3600, "uses": 10},
	"development": {"seconds": 28800, "uses": 100},
}

# METADATA
# title: Who may ask for others
# description: Groups whose members may ask for a grant that somebody else uses. Everybody else asks for themselves.
issuers := {"system:masters", "kubeadm:cluster-admins"}

# METADATA
# title: Door without grants
# description: Either nobody may use it in this tier, or everybody may who has the rights.
# custom:
#   code: grant-impossible
#   severity: info
denials contains reason if {
	rule := object.get(doors.rules, [input.door, tier], "refuse")
	rule != "grant"
	reason := {
		"code": "grant-impossible",
		"message": sprintf("%s in tier %s is not opened by grants: its rule is %s.", [input.door, tier, rule]),
		"field": "spec.door",
	}
}

# METADATA
# title: Life of a grant
# description: What is needed longer is needed again.
# custom:
#   code: grant-lifetime
#   severity: medium
denials contains reason if {
	input.lifetimeSeconds > limits[tier].seconds
	reason := {
		"code": "grant-lifetime",
		"message": sprintf("Ask for at most %d seconds in tier %s.", [limits[tier].seconds, tier]),
		"field": "spec.lifetimeSeconds",
	}
}

# METADATA
# title: Uses of a grant
# description: Each is on record.
# custom:
#   code: grant-uses
#   severity: medium
denials contains reason if {
	input.uses > limits[tier].uses
	reason := {
		"code": "grant-uses",
		"message": sprintf("Ask for at most %d uses in tier %s.", [limits[tier].uses, tier]),
		"field": "spec.uses",
	}
}

# METADATA
# title: Reason of a grant
# description: Somebody reads it in the night; a ticket and three words are enough.
# custom:
#   code: grant-reason
#   severity: low
denials contains reason if {
	count(trim_space(input.reason)) < 8
	reason := {
		"code": "grant-reason",
		"message": "Give a reason of at least 8 characters, such as a ticket and what you look for.",
		"field": "spec.reason",
	}
}

# METADATA
# title: Open command
# description: In restricted the command is named to its last argument. A wildcard behind a shell is everything.
# custom:
#   code: grant-command
#   severity: high
denials contains reason if {
	tier == "restricted"
	anything
	reason := {
		"code": "grant-command",
		"message": "Name every argument: tier restricted has no * and ** in commands.",
		"field": "spec.command",
	}
}

# METADATA
# title: Wildcards
# description: Whether anything in the command may be anything.
anything if input.wildcards > 0

anything if input.openEnded

# METADATA
# title: Grant for somebody else
# description: Whoever may create AccessGrant objects asks for themselves, issuers for anybody.
# custom:
#   code: grant-user
#   severity: high
denials contains reason if {
	input.user != input.requester.username
	count({group | some group in input.requester.groups} & issuers) == 0
	reason := {
		"code": "grant-user",
		"message": "Ask for yourself, or let one of the issuers ask for you.",
		"field": "spec.user",
	}
}
