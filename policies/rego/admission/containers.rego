package driftseal.admission

import data.driftseal.lib.pods

# METADATA
# title: Privileged container
# description: A privileged container has every capability and device of its node.
# custom:
#   code: privileged
#   severity: critical
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some entry in pods.containers(input.workload)
	entry.container.securityContext.privileged == true
	field := sprintf("%s.securityContext.privileged", [entry.field])
	message := sprintf("Remove privileged: true from %s.", [entry.name])
}

# METADATA
# title: Capability that is as good as root on the node
# description: With any of these a process can leave its container or read other ones.
# custom:
#   code: node-capability
#   severity: critical
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some entry in pods.containers(input.workload)
	some capability in entry.container.securityContext.capabilities.add
	is_string(capability)
	bare := trim_prefix(upper(capability), "CAP_")
	bare in node_capabilities
	field := sprintf("%s.securityContext.capabilities.add", [entry.field])
	message := sprintf("Remove capability %s from %s.", [bare, entry.name])
}

# METADATA
# title: Privilege escalation
# description: Unless it is forbidden, a setuid program gives its caller more rights than the container.
# custom:
#   code: privilege-escalation
#   severity: medium
#   effect: {restricted: refuse, standard: none, development: none}
violations contains violating(rego.metadata.rule(), message, field) if {
	some entry in pods.containers(input.workload)
	object.get(entry.container, ["securityContext", "allowPrivilegeEscalation"], true) != false
	field := sprintf("%s.securityContext.allowPrivilegeEscalation", [entry.field])
	message := sprintf("Set allowPrivilegeEscalation: false in %s.", [entry.name])
}

# METADATA
# title: Node capabilities
# description: Capabilities that reach beyond the container.
node_capabilities := {
	"ALL",
	"BPF",
	"DAC_READ_SEARCH",
	"SYS_ADMIN",
	"SYS_MODULE",
	"SYS_PTRACE",
	"SYS_RAWIO",
}
