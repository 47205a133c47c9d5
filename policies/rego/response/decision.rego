# METADATA
# title: Response
# description: What shall be done about this incident? An empty plan means that alerting is all.
# schemas:
#   - input: schema["response-input"]
package driftseal.response

import data.driftseal.lib.tiers

# METADATA
# title: Decision
# description: Always defined.
# entrypoint: true
decision := {
	"actions": actions,
	"rationale": rationale,
}

# METADATA
# title: Tier
# description: The stricter one of the stamp and the namespace.
tier := tiers.of_workload(input.runtimePolicy, input.namespace)

# METADATA
# title: Findings that justify an action
# description: |
#   Somebody changed or entered what runs. A missing stamp is no such proof: it is also the state of
#   everything that ran before us, and of what was admitted while the webhook was away.
tampering := {
	"door-against-policy",
	"form-changed",
	"not-derived-from-owner",
	"policy-label-changed",
	"stamp-copied",
	"stamp-edited",
	"stamp-forged",
}

# METADATA
# title: Actions by tier and severity
# description: In this order. What is not named is alerted only.
playbook := {
	"restricted": {
		"critical": ["deny-tokens", "delete-pod"],
		"error": ["deny-tokens"],
	},
	"standard": {
		"critical": ["deny-tokens"],
		"error": ["deny-tokens"],
	},
	"development": {},
}

# METADATA
# title: Owners whose pods may be deleted
# description: |
#   Their controller makes a new pod at once; a bare pod (no owner) was never approved to return.
#   Left out, with what deletion would mean: a StatefulSet's pod comes back under its name with its
#   data, and meanwhile a member is missing; a DaemonSet's leaves its node unserved; a Job's counts as
#   failed and may end the Job, a CronJob's run is lost. Of a custom kind nobody knows.
deletable_owners := {"", "Deployment", "ReplicaSet", "ReplicationController"}

# METADATA
# title: Actions
# description: None, if anything speaks against acting.
actions := [] if {
	against
} else := [action |
	some action in object.get(playbook, [tier, input.incident.severity], [])
	permitted(action)
]

# METADATA
# title: Permitted action
# description: Deletion only for owners that can bear it.
permitted(action) if action != "delete-pod"

permitted("delete-pod") if input.ownerKind in deletable_owners

# METADATA
# title: Rationale
# description: One short sentence for the record.
rationale := against if {
	against
} else := sprintf("No action for severity %s in tier %s.", [input.incident.severity, tier]) if {
	count(actions) == 0
} else := sprintf("Severity %s in tier %s; pods of %s are not deleted.", [input.incident.severity, tier, input.ownerKind]) if {
	not input.ownerKind in deletable_owners
} else := sprintf("Severity %s in tier %s.", [input.incident.severity, tier])

# METADATA
# title: What speaks against acting
# description: The first of them, undefined if nothing does.
against := "Only pods are acted on." if {
	input.workload.kind != "Pod"
} else := sprintf("Namespace is in mode %s.", [input.namespace.mode]) if {
	input.namespace.mode != "enforce"
} else := "No finding shows tampering." if {
	every finding in input.incident.findings {
		not finding.code in tampering
	}
}
