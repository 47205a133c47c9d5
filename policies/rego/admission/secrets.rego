package driftseal.admission

# METADATA
# title: Secret in the manifest
# description: |
#   A variable whose name says that it is a secret has its value in the manifest, and so in the
#   repository, in backups of etcd, and before the eyes of whoever may get pods. Its value is not seen here.
# custom:
#   code: secret-in-manifest
#   severity: high
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [CIS 5.4.1, NSA-CISA secrets, OWASP NHI2]
secret_in_manifest := rego.metadata.rule()

violations contains violating(secret_in_manifest, message, field) if {
	some entry in containers
	names := upper(json.marshal([name | name := entry.container.env[_].name]))
	some ending in secret_endings
	contains(names, ending)
	some variable in entry.container.env
	endswith(upper(json.marshal(variable.name)), ending)
	value := variable.value
	not value in no_secrets
	name := substring(variable.name, 0, 63)
	field := at(entry, concat("", ["env[name=", name, "]"]))
	message := sprintf("Take %s from a Secret.", [name])
}

# METADATA
# title: Secret as a variable
# description: Every child process and every crash report has the variables; a mounted file can be kept from them.
# custom:
#   code: secret-variable
#   severity: low
#   effect: {restricted: warn}
#   controls: [CIS 5.4.1, OWASP NHI2]
secret_variable := rego.metadata.rule()

restricted_violations contains violating(secret_variable, message, field) if {
	some entry in containers
	from_secret(entry.container)
	field := at(entry, "env")
	message := sprintf("Mount the Secret of %s as a file.", [entry.name])
}

# METADATA
# title: How names of secrets end
# description: |
#   In capitals, with the quotation mark behind them: first all names of a container are looked at as one
#   text, since most have none of these. DB_PASSWORD_FILE is a path and TOKEN_URL an address; so the end counts.
secret_endings := [
	`ACCESS_KEY"`,
	`API_KEY"`,
	`APIKEY"`,
	`CREDENTIAL"`,
	`CREDENTIALS"`,
	`ENCRYPTION_KEY"`,
	`PASSPHRASE"`,
	`PASSWD"`,
	`PASSWORD"`,
	`PRIVATE_KEY"`,
	`PWD"`,
	`SECRET"`,
	`SECRET_KEY"`,
	`SIGNING_KEY"`,
	`TOKEN"`,
]

# METADATA
# title: Values that hold no secret
# description: |
#   Nothing; or the digest of the empty text, of true and of false, since values are digests here.
no_secrets := {
	"",
	null,
	"sha256:e3b0c44298fc1c14",
	"sha256:b5bea41b6c623f7c",
	"sha256:fcbcf165908dd18a",
}

# METADATA
# title: Whether a container has variables from a Secret
# description: One by one or all at once.
from_secret(container) if container.env[_].valueFrom.secretKeyRef

from_secret(container) if container.envFrom[_].secretRef
