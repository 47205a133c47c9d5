# METADATA
# title: Admission
# description: |
#   May this workload be created or changed, and under which runtime policy? Rules add to
#   violations; what a violation means in a tier stands in the rule's own metadata.
# schemas:
#   - input: schema["admission-input"]
package driftseal.admission

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
}

# METADATA
# title: Tier
# description: The runtime policy that a stamp assigns.
tier := tiers.of_namespace(input.namespace)

# METADATA
# title: Refusals
# description: Violations that are refused in this tier.
refusals contains violation.reason if {
	some violation in violations
	violation.effect[tier] == "refuse"
}

# METADATA
# title: Warnings
# description: Violations that are only told in this tier.
warnings contains violation.reason if {
	some violation in violations
	violation.effect[tier] == "warn"
}

# METADATA
# title: Unknown tier
# description: A namespace whose tier label is no tier is treated as restricted; tell why.
# custom:
#   code: tier-unknown
#   severity: low
#   effect: {restricted: warn, standard: warn, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	value := input.namespace.labels[tiers.label]
	not value in tiers.names
	message := sprintf("Set label %s to one of: %s.", [tiers.label, concat(", ", tiers.names)])
	field := ""
}

# METADATA
# title: Violation
# description: What a rule adds. Code and effect come from the rule's own metadata.
violating(rule, message, field) := {
	"effect": rule.custom.effect,
	"reason": {
		"code": rule.custom.code,
		"message": message,
		"field": field,
	},
}
