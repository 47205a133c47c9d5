package driftseal.admission

# METADATA
# title: May run as root
# description: |
#   Unless it must not, a container is whatever its image says, mostly root. With users of its own
#   (hostUsers false) root in the pod is nobody on the node.
# custom:
#   code: run-as-non-root
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted runAsNonRoot, CIS 5.2.7, NSA-CISA non-root containers]
run_as_non_root := rego.metadata.rule()

restricted_violations contains violating(run_as_non_root, message, field) if {
	not own_users
	some entry in containers
	object.get(entry.container, ["securityContext", "runAsNonRoot"], pod_non_root) != true
	field := at(entry, "securityContext.runAsNonRoot")
	message := sprintf("Set runAsNonRoot: true in %s or the pod.", [entry.name])
}

# The pod itself, also where every container says otherwise; a container that is added later would not.
restricted_violations contains violating(run_as_non_root, message, field) if {
	not own_users
	pod_non_root == false
	field := concat(".", [pod_context.field, "runAsNonRoot"])
	message := "Set runAsNonRoot: true in the pod."
}

# METADATA
# title: Runs as root
# description: User 0 is named, in the pod or a container.
# custom:
#   code: run-as-root
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted runAsUser, CIS 5.2.7, NSA-CISA non-root containers]
run_as_root := rego.metadata.rule()

restricted_violations contains violating(run_as_root, message, field) if {
	not own_users
	some entry in contexts
	entry.context.runAsUser == 0
	field := concat(".", [entry.field, "runAsUser"])
	message := sprintf("Set another runAsUser than 0 in %s.", [entry.name])
}

# METADATA
# title: What the pod says about root
# description: Null if nothing.
pod_non_root := object.get(spec, ["securityContext", "runAsNonRoot"], null)
