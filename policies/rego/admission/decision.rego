# METADATA
# title: Admission
# description: |
#   May this workload be created or changed, and under which runtime policy? Rules add to
#   violations; what a violation means in a tier stands in the rule's own metadata.
# schemas:
#   - input: schema["admission-input"]
package driftseal.admission

import data.driftseal.lib.settings
import data.driftseal.lib.tiers

# METADATA
# title: Bound of reasons
# description: More would not be read. The rest shows when these are mended.
maximum_reasons := 32

# METADATA
# title: Decision
# description: Always defined. Refuses exactly if there is a reason.
# entrypoint: true
decision := {
	"admitted": count(refusals) == 0,
	"runtimePolicy": tier,
	"reasons": array.slice([reason | some reason in refusals], 0, maximum_reasons),
	"warnings": array.slice([reason | some reason in warnings], 0, maximum_reasons),
	"recorded": array.slice([reason | some reason in recorded], 0, maximum_reasons),
}

# METADATA
# title: Tier
# description: The runtime policy that a stamp assigns.
tier := tiers.of_namespace(input.namespace)

# METADATA
# title: Refusals
# description: Violations that are refused in this tier, are not exempt, and whose rule refuses.
refusals contains entry.reason if {
	some entry in judged
	entry.outcome == "refuse"
}

# METADATA
# title: Ended exemption
# description: Told beside a refusal that it would have prevented, so that nobody has to search.
# custom:
#   code: exemption-ended
#   severity: info
refusals contains reason if {
	some entry in judged
	entry.outcome == "refuse"
	some exemption in entry.exemptions
	reason := {
		"code": "exemption-ended",
		"message": told("Exemption %s of %s ended at %s.", [exemption.id, exemption.owner, exemption.expires]),
		"field": entry.reason.field,
		"exemption": settings.responsible(exemption),
	}
}

# METADATA
# title: Warnings
# description: Violations that are only told in this tier, or whose rule is in warn.
warnings contains entry.reason if {
	some entry in judged
	entry.outcome == "warn"
}

# METADATA
# title: Used exemption
# description: Whoever rests on an exemption is told which, and it stands in the record.
# custom:
#   code: exemption-used
#   severity: info
warnings contains reason if {
	some entry in judged
	entry.outcome == "exempt"
	some exemption in entry.exemptions
	settings.running(exemption.expires, input.time)
	reason := {
		"code": "exemption-used",
		"message": told("Rule %s is exempt until %s by %s: %s.", [entry.reason.code, exemption.expires, exemption.owner, exemption.id]),
		"field": entry.reason.field,
		"exemption": settings.responsible(exemption),
	}
}

# METADATA
# title: Recorded
# description: What rules in observe would have said; the requester does not hear of it.
recorded contains reason if {
	some entry in judged
	entry.outcome == "observe"
	reason := object.union(entry.reason, {"message": told("Observed: %s", [entry.reason.message])})
}

# METADATA
# title: Judged violations
# description: Each with the exemptions that cover it, and what comes of it.
judged contains entry if {
	some violation in violations
	violation.effect[tier] in {"refuse", "warn"}
	exemptions := covering(violation)
	entry := {
		"reason": violation.reason,
		"exemptions": exemptions,
		"outcome": outcome(violation, exemptions),
	}
}

# METADATA
# title: Outcome of a violation
# description: What its tier says, unless it is exempt, and no more than the mode of its rule lets it.
outcome(violation, exemptions) := "exempt" if {
	some exemption in exemptions
	settings.running(exemption.expires, input.time)
} else := "observe" if {
	mode_of_rule[violation.reason.code] == "observe"
} else := "warn" if {
	mode_of_rule[violation.reason.code] == "warn"
} else := violation.effect[tier]

# METADATA
# title: Violated rules
# description: A workload may bring thousands of violations, of few rules.
violated_rules contains violation.reason.code if some violation in violations

# METADATA
# title: Modes of the violated rules
# description: See lib/settings.rego.
mode_of_rule[rule] := settings.mode(rule, input.namespace.name, input.time) if some rule in violated_rules

# METADATA
# title: Exemptions from the violated rules
# description: For this namespace and workload; their containers are still to be compared.
exemptions_of_rule[rule] := settings.exemptions(rule, input.namespace.name, input.workload) if {
	some rule in violated_rules
}

# METADATA
# title: Exemptions that cover a violation
# description: Mostly none.
covering(violation) := [exemption |
	some exemption in exemptions_of_rule[violation.reason.code]
	settings.of_containers(exemption, concerned(violation.reason.field))
]

# METADATA
# title: Containers that a field belongs to
# description: None for a field of the whole workload. A name that could be read twice finds none.
concerned(field) := object.get(containers_by_field, sprintf("%s]", [split(field, "].")[0]]), set())

# METADATA
# title: Containers by their field
# description: More than one where names are used twice, which the API server refuses later.
containers_by_field[entry.field] contains container if {
	some entry in containers
	container := {"name": entry.name, "image": object.get(entry.container, "image", "")}
}

# METADATA
# title: Told
# description: A sentence that is cut to what an answer may hold; names in it may be long.
told(format, values) := substring(sprintf(format, values), 0, 250)

# METADATA
# title: Unknown tier
# description: A namespace whose tier label is no tier is treated as restricted; tell why.
# custom:
#   code: tier-unknown
#   severity: low
#   effect: {restricted: warn, standard: warn, development: warn}
#   controls: [NIST CSF PR.PS-01]
tier_unknown := rego.metadata.rule()

violations contains violating(tier_unknown, message, "") if {
	value := input.namespace.labels[tiers.label]
	not value in tiers.names
	message := sprintf("Set label %s to one of: %s.", [tiers.label, concat(", ", tiers.names)])
}

# METADATA
# title: Violations of rules that only restricted has
# description: Not looked for in other tiers. To give such a rule to another tier, let it add to violations.
violations contains violation if {
	tier == "restricted"
	some violation in restricted_violations
}

# METADATA
# title: Violation
# description: |
#   What a rule adds. Code and effect come from the rule's own metadata, which stand in a constant beside
#   it: so they are only made where there is a violation.
violating(rule, message, field) := {
	"effect": rule.custom.effect,
	"reason": {
		"code": rule.custom.code,
		"message": message,
		"field": field,
	},
}
