package driftseal.admission

# METADATA
# title: Seccomp switched off
# description: Without the runtime's profile a process may make every system call that its kernel has.
# custom:
#   code: seccomp-unconfined
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline seccompProfile_baseline, PSS restricted seccompProfile_restricted, CIS 5.7.2]
seccomp_unconfined := rego.metadata.rule()

violations contains violating(seccomp_unconfined, message, field) if {
	some entry in contexts
	is_object(entry.context.seccompProfile)
	not object.get(entry.context.seccompProfile, "type", "") in confined
	field := concat(".", [entry.field, "seccompProfile.type"])
	message := sprintf("Set seccompProfile.type of %s to RuntimeDefault.", [entry.name])
}

# METADATA
# title: Seccomp left open
# description: Neither the pod nor the container names a profile, so it is the node's setting that decides.
# custom:
#   code: seccomp-missing
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted seccompProfile_restricted, CIS 5.7.2, NSA-CISA hardening container environments]
seccomp_missing := rego.metadata.rule()

restricted_violations contains violating(seccomp_missing, message, field) if {
	not windows
	not has_profile(spec)
	some entry in containers
	not has_profile(entry.container)
	field := at(entry, "securityContext.seccompProfile")
	message := sprintf("Set seccompProfile.type: RuntimeDefault in %s or the pod.", [entry.name])
}

# METADATA
# title: AppArmor switched off
# description: Only the runtime's profile and those of the node may be named.
# custom:
#   code: apparmor
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline appArmorProfile, CIS 5.7.3, NSA-CISA hardening container environments]
apparmor := rego.metadata.rule()

violations contains violating(apparmor, message, field) if {
	some entry in contexts
	is_object(entry.context.appArmorProfile)
	not object.get(entry.context.appArmorProfile, "type", "") in confined
	field := concat(".", [entry.field, "appArmorProfile.type"])
	message := sprintf("Set appArmorProfile.type of %s to RuntimeDefault.", [entry.name])
}

# The older way to say it, which kubelets still follow.
violations contains violating(apparmor, message, field) if {
	some key, profile in annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not confining(profile)
	container := substring(key, count("container.apparmor.security.beta.kubernetes.io/"), 63)
	field := "metadata.annotations[container.apparmor.security.beta.kubernetes.io]"
	message := sprintf("Remove the AppArmor annotation of %s.", [container])
}

# METADATA
# title: SELinux type, user or role
# description: Another type than those of containers takes a process out of their confinement.
# custom:
#   code: selinux
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline seLinuxOptions, CIS 5.7.3, NSA-CISA hardening container environments]
selinux := rego.metadata.rule()

violations contains violating(selinux, message, field) if {
	some entry in contexts
	options := entry.context.seLinuxOptions
	some name, permitted in selinux_values
	value := options[name]
	not value in permitted
	field := concat(".", [entry.field, "seLinuxOptions", name])
	message := sprintf("Remove seLinuxOptions.%s from %s.", [name, entry.name])
}

# METADATA
# title: Unmasked /proc
# description: The masks keep what the kernel shows of the node from a container. With users of its own a pod may do without.
# custom:
#   code: proc-mount
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline procMount, PSS restricted procMount_restricted]
proc_mount := rego.metadata.rule()

violations contains violating(proc_mount, message, field) if {
	not own_users
	some entry in unmasked
	field := concat(".", [entry.field, "procMount"])
	message := sprintf("Remove procMount from %s.", [entry.name])
}

# METADATA
# title: Unmasked /proc in a pod with users of its own
# description: Restricted makes no exception for it.
# custom:
#   code: proc-mount
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted procMount_restricted]
proc_mount_own_users := rego.metadata.rule()

restricted_violations contains violating(proc_mount_own_users, message, field) if {
	own_users
	some entry in unmasked
	field := concat(".", [entry.field, "procMount"])
	message := sprintf("Remove procMount from %s.", [entry.name])
}

# METADATA
# title: Kernel parameter
# description: Any other than the safe ones changes the node, or takes a protection away.
# custom:
#   code: sysctl
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline sysctls]
sysctl := rego.metadata.rule()

violations contains violating(sysctl, message, field) if {
	some parameter in spec.securityContext.sysctls
	is_object(parameter)
	name := object.get(parameter, "name", "")
	not name in safe_sysctls
	field := spec_field("securityContext.sysctls")
	message := sprintf("Remove sysctl %s.", [substring(sprintf("%v", [name]), 0, 63)])
}

# METADATA
# title: Confining profiles
# description: Types of a seccomp or AppArmor profile that confine.
confined := {"RuntimeDefault", "Localhost"}

# METADATA
# title: Whether the value of an AppArmor annotation confines
# description: Nothing at all is the runtime's profile.
confining(profile) if profile in {"", "runtime/default"}

confining(profile) if {
	is_string(profile)
	startswith(profile, "localhost/")
}

# METADATA
# title: Whether a pod spec or a container names a seccomp profile
# description: Whichever; one that does not confine is a violation of its own.
has_profile(item) if is_object(item.securityContext.seccompProfile)

# METADATA
# title: Values of SELinux options
# description: By member; null and nothing at all are the same to the API server.
selinux_values := {
	"type": {"", null, "container_t", "container_init_t", "container_kvm_t", "container_engine_t"},
	"user": {"", null},
	"role": {"", null},
}

# METADATA
# title: Contexts with an unmasked /proc
# description: Of containers; a pod has no such member.
unmasked := [entry |
	some entry in contexts
	not object.get(entry.context, "procMount", null) in {"Default", null}
]

# METADATA
# title: Safe sysctls
# description: They belong to the pod alone. The list is that of the Pod Security Standards of Kubernetes 1.32 and later.
safe_sysctls := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
}
