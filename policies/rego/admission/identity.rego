package driftseal.admission

import data.driftseal.lib.pods

# METADATA
# title: Default service account with a mounted token
# description: |
#   Whatever is granted to it, every pod of the namespace has. The account itself may say that no
#   token is mounted, which is not seen here; hence a warning only in standard.
# custom:
#   code: default-service-account
#   severity: medium
#   effect: {restricted: refuse, standard: warn, development: none}
violations contains violating(rego.metadata.rule(), message, field) if {
	spec := pods.spec(input.workload)
	object.get(spec, "serviceAccountName", "") in {"", "default"}
	object.get(spec, "automountServiceAccountToken", true) != false
	field := pods.field(input.workload, "serviceAccountName")
	message := "Name a service account of its own, or set automountServiceAccountToken: false."
}
