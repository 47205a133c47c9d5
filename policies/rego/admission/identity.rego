package driftseal.admission

# METADATA
# title: Default service account with a mounted token
# description: |
#   Whatever is granted to it, every pod of the namespace has. The account itself may say that no
#   token is mounted, which is not seen here; hence a warning only in standard.
# custom:
#   code: default-service-account
#   severity: medium
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [CIS 5.1.5, NSA-CISA protecting service account tokens]
default_service_account := rego.metadata.rule()

violations contains violating(default_service_account, message, field) if {
	object.get(spec, "serviceAccountName", "") in {"", "default"}
	object.get(spec, "automountServiceAccountToken", true) != false
	field := spec_field("serviceAccountName")
	message := "Name a service account of its own, or set automountServiceAccountToken: false."
}

# METADATA
# title: Token that nobody asked for
# description: |
#   A workload that calls the API server says so; all others have no use for a token, and an intruder
#   has. The default account has a rule of its own.
# custom:
#   code: token-mount
#   severity: low
#   effect: {restricted: refuse}
#   controls: [CIS 5.1.6, NSA-CISA protecting service account tokens, OWASP NHI5]
token_mount := rego.metadata.rule()

restricted_violations contains violating(token_mount, message, field) if {
	not object.get(spec, "serviceAccountName", "") in {"", "default"}
	object.get(spec, "automountServiceAccountToken", null) == null
	field := spec_field("automountServiceAccountToken")
	message := "Set automountServiceAccountToken: false, or true if it calls the API server."
}

# METADATA
# title: Mounted token that lives long
# description: |
#   The kubelet renews a mounted token when a fifth of its life is left, so that a short one costs
#   nothing, and a stolen one is good until its end or the pod's.
# custom:
#   code: token-life
#   severity: medium
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [CIS 5.1.6, NSA-CISA protecting service account tokens, OWASP NHI7]
token_life := rego.metadata.rule()

violations contains violating(token_life, message, field) if {
	some entry in volumes
	some source in entry.volume.projected.sources
	longest := longest_mounted_token_seconds[tier]
	source.serviceAccountToken.expirationSeconds > longest
	field := at(entry, "projected.sources")
	message := sprintf("Set expirationSeconds in volume %s to %d at most.", [entry.name, longest])
}

# METADATA
# title: Longest life of a mounted token
# description: In seconds; a day, and in restricted two hours. That of the API server itself has 3607.
longest_mounted_token_seconds := {"restricted": 7200, "standard": 86400, "development": 86400}
