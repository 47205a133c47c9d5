package driftseal.admission

# METADATA
# title: Host namespaces
# description: Sharing a namespace of the node shows its processes, its traffic or its memory.
# custom:
#   code: host-namespace
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline hostNamespaces, CIS 5.2.3, CIS 5.2.4, CIS 5.2.5, NSA-CISA pod security enforcement]
host_namespace := rego.metadata.rule()

violations contains violating(host_namespace, message, field) if {
	some name in ["hostNetwork", "hostPID", "hostIPC"]
	spec[name] == true
	field := spec_field(name)
	message := sprintf("Remove %s: true.", [name])
}

# METADATA
# title: Directories of the node
# description: A hostPath volume reads or changes files of the node, and of other pods on it.
# custom:
#   code: host-path
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls:
#     - PSS baseline hostPathVolumes
#     - PSS restricted restrictedVolumes
#     - CIS 5.2.12
#     - NSA-CISA pod security enforcement
host_path := rego.metadata.rule()

violations contains violating(host_path, message, field) if {
	some entry in volumes
	object.get(entry.volume, "hostPath", null) != null
	field := at(entry, "hostPath")
	message := sprintf("Replace hostPath in volume %s, for example by emptyDir.", [entry.name])
}

# METADATA
# title: Port of the node
# description: It is open to whoever reaches the node, past every NetworkPolicy, and one pod has it alone.
# custom:
#   code: host-port
#   severity: medium
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline hostPorts, CIS 5.2.13]
host_port := rego.metadata.rule()

violations contains violating(host_port, message, field) if {
	some entry in containers
	some port in entry.container.ports
	number := port.hostPort
	not number in {0, null}
	field := at(entry, "ports")
	message := sprintf("Remove hostPort %s from %s; use a Service.", [substring(sprintf("%v", [number]), 0, 10), entry.name])
}

# METADATA
# title: Probe of another host
# description: The kubelet would ask it, from the node's network, whatever address stands there.
# custom:
#   code: host-probe
#   severity: medium
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline hostProbesAndHostLifecycle]
host_probe := rego.metadata.rule()

violations contains violating(host_probe, message, field) if {
	some entry in containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	handler := entry.container[probe]
	some action in ["httpGet", "tcpSocket"]
	host := handler[action].host
	not host in {"", null}
	field := at(entry, concat(".", [probe, action, "host"]))
	message := sprintf("Remove host from %s of %s.", [probe, entry.name])
}

# Hooks call hosts as probes do.
violations contains violating(host_probe, message, field) if {
	some entry in containers
	lifecycle := entry.container.lifecycle
	some hook in ["postStart", "preStop"]
	some action in ["httpGet", "tcpSocket"]
	host := lifecycle[hook][action].host
	not host in {"", null}
	field := at(entry, concat(".", ["lifecycle", hook, action, "host"]))
	message := sprintf("Remove host from lifecycle.%s of %s.", [hook, entry.name])
}

# METADATA
# title: Process of a Windows node
# description: A host process has the rights of the node's administrator.
# custom:
#   code: host-process
#   severity: critical
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [PSS baseline windowsHostProcess, CIS 5.2.11]
host_process := rego.metadata.rule()

violations contains violating(host_process, message, field) if {
	some entry in contexts
	entry.context.windowsOptions.hostProcess == true
	field := concat(".", [entry.field, "windowsOptions.hostProcess"])
	message := sprintf("Remove hostProcess: true from %s.", [entry.name])
}

# METADATA
# title: Node that is chosen by name
# description: |
#   It passes the scheduler by, and with it taints that keep others off a node. Only what a person or a
#   pipeline writes is held to this; a DaemonSet's pods come with an affinity.
# custom:
#   code: node-name
#   severity: medium
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [NSA-CISA control plane hardening]
node_name := rego.metadata.rule()

violations contains violating(node_name, message, field) if {
	input.operation == "CREATE"
	input.origin == "root"
	not object.get(spec, "nodeName", null) in {"", null}
	field := spec_field("nodeName")
	message := "Replace nodeName by a nodeSelector or an affinity."
}
