package driftseal.admission

# METADATA
# title: Privileged container
# description: A privileged container has every capability and device of its node.
# custom:
#   code: privileged
#   severity: critical
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline privileged, CIS 5.2.2, NSA-CISA pod security enforcement]
privileged := rego.metadata.rule()

violations contains violating(privileged, message, field) if {
	some entry in containers
	entry.container.securityContext.privileged == true
	field := at(entry, "securityContext.privileged")
	message := sprintf("Remove privileged: true from %s.", [entry.name])
}

# METADATA
# title: Capability that is as good as root on the node
# description: With any of these a process can leave its container or read other ones.
# custom:
#   code: node-capability
#   severity: critical
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline capabilities_baseline, PSS restricted capabilities_restricted, CIS 5.2.9]
node_capability := rego.metadata.rule()

violations contains violating(node_capability, message, field) if {
	some entry in containers
	some capability in entry.container.securityContext.capabilities.add
	of_node(capability)
	field := at(entry, "securityContext.capabilities.add")
	message := sprintf("Remove capability %s from %s.", [bare_capability(capability), entry.name])
}

# METADATA
# title: Capability beyond the default ones
# description: Container runtimes leave these out for a reason. NET_RAW among them forges packets.
# custom:
#   code: added-capability
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls:
#     - PSS baseline capabilities_baseline
#     - PSS restricted capabilities_restricted
#     - CIS 5.2.8
#     - CIS 5.2.9
added_capability := rego.metadata.rule()

violations contains violating(added_capability, message, field) if {
	some entry in containers
	some capability in entry.container.securityContext.capabilities.add
	not capability in default_capabilities
	not of_node(capability)
	field := at(entry, "securityContext.capabilities.add")
	message := sprintf("Remove capability %s from %s.", [shown_capability(capability), entry.name])
}

# METADATA
# title: Default capability that is added again
# description: Where all are dropped, only that of binding ports below 1024 may come back.
# custom:
#   code: regained-capability
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted capabilities_restricted, CIS 5.2.9]
regained_capability := rego.metadata.rule()

restricted_violations contains violating(regained_capability, message, field) if {
	not windows
	some entry in containers
	some capability in entry.container.securityContext.capabilities.add
	capability in default_capabilities
	capability != "NET_BIND_SERVICE"
	field := at(entry, "securityContext.capabilities.add")
	message := sprintf("Remove capability %s from %s.", [capability, entry.name])
}

# METADATA
# title: Capabilities that are kept
# description: A container that needs none of the default capabilities says so by dropping ALL.
# custom:
#   code: kept-capabilities
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted capabilities_restricted, CIS 5.2.8, CIS 5.2.10]
kept_capabilities := rego.metadata.rule()

restricted_violations contains violating(kept_capabilities, message, field) if {
	not windows
	some entry in containers
	not drops_all(entry.container)
	field := at(entry, "securityContext.capabilities.drop")
	message := sprintf("Drop capability ALL in %s.", [entry.name])
}

# METADATA
# title: Privilege escalation
# description: Unless it is forbidden, a setuid program gives its caller more rights than the container.
# custom:
#   code: privilege-escalation
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted allowPrivilegeEscalation, CIS 5.2.6, NSA-CISA pod security enforcement]
privilege_escalation := rego.metadata.rule()

restricted_violations contains violating(privilege_escalation, message, field) if {
	not windows
	some entry in containers
	object.get(entry.container, ["securityContext", "allowPrivilegeEscalation"], true) != false
	field := at(entry, "securityContext.allowPrivilegeEscalation")
	message := sprintf("Set allowPrivilegeEscalation: false in %s.", [entry.name])
}

# METADATA
# title: Writable root file system
# description: What an intruder cannot write, they cannot start later. Mount an emptyDir where files are needed.
# custom:
#   code: writable-root
#   severity: low
#   effect: {restricted: refuse}
#   controls: [CIS 5.7.3, NSA-CISA immutable container file systems]
writable_root := rego.metadata.rule()

restricted_violations contains violating(writable_root, message, field) if {
	not windows
	some entry in containers
	object.get(entry.container, ["securityContext", "readOnlyRootFilesystem"], false) != true
	field := at(entry, "securityContext.readOnlyRootFilesystem")
	message := sprintf("Set readOnlyRootFilesystem: true in %s.", [entry.name])
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

# METADATA
# title: Default capabilities
# description: Those that container runtimes give and the Pod Security Standards let a container add.
default_capabilities := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

# METADATA
# title: Whether a capability is one of the node
# description: However it is written; runtimes take cap_sys_admin as well.
of_node(capability) if bare_capability(capability) in node_capabilities

# METADATA
# title: Bare name of a capability
# description: In capitals and without CAP_. What is no text has none.
bare_capability(capability) := trim_prefix(upper(capability), "CAP_") if is_string(capability)

# METADATA
# title: Capability as it is shown
# description: Cut, because anybody may write anything there.
shown_capability(capability) := substring(capability, 0, 32) if {
	is_string(capability)
} else := "that is no text"

# METADATA
# title: Whether a container drops all capabilities
# description: In the spelling that the API server's own check knows.
drops_all(container) if "ALL" in container.securityContext.capabilities.drop
