package driftseal.admission

import data.driftseal.lib.pods

# METADATA
# title: Host namespaces
# description: Sharing a namespace of the node shows its processes, its traffic or its memory.
# custom:
#   code: host-namespace
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some name in ["hostNetwork", "hostPID", "hostIPC"]
	pods.spec(input.workload)[name] == true
	field := pods.field(input.workload, name)
	message := sprintf("Remove %s: true.", [name])
}

# METADATA
# title: Directories of the node
# description: A hostPath volume reads or changes files of the node, and of other pods on it.
# custom:
#   code: host-path
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some position, volume in pods.spec(input.workload).volumes
	is_object(volume)
	object.get(volume, "hostPath", null) != null
	name := pods.name_of(volume, position)
	field := pods.field(input.workload, sprintf("volumes[name=%s].hostPath", [name]))
	message := sprintf("Replace hostPath in volume %s, for example by emptyDir.", [name])
}
