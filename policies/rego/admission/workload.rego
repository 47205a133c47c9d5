# The workload under review: what rules look at, found once for all of them. None of this is a function
# of the workload, because an engine would compare the whole of it at every call.
package driftseal.admission

# METADATA
# title: Pod spec
# description: |
#   Of the pod, or of the template; an empty object where there is none. The input says where it is:
#   where the template of a custom kind stands only its administrator knows.
spec := found if {
	found := object.get(input.workload.object, input.workload.podSpecPath, {})
	is_object(found)
} else := {}

# METADATA
# title: Field of the pod spec
# description: The path in the form that kubectl shows.
spec_field(name) := concat(".", [spec_path, name])

# METADATA
# title: Path of the pod spec
# description: As text.
spec_path := concat(".", input.workload.podSpecPath)

# METADATA
# title: Lists of containers
# description: All places of a pod spec where a container can be.
container_lists := ["containers", "initContainers", "ephemeralContainers"]

# METADATA
# title: Containers
# description: |
#   Every container of every list, with the name of its list, its own, and its path. Missing and mistyped
#   fields count as absent.
containers := [entry |
	some list in container_lists
	some position, container in spec[list]
	is_object(container)
	name := name_of(container.name, position)
	entry := {
		"list": list,
		"name": name,
		"field": concat("", [spec_path, ".", list, "[name=", name, "]"]),
		"container": container,
	}
]

# METADATA
# title: Volumes
# description: Each with its name and path.
volumes := [entry |
	some position, volume in spec.volumes
	is_object(volume)
	name := name_of(volume.name, position)
	entry := {
		"name": name,
		"field": concat("", [spec_path, ".volumes[name=", name, "]"]),
		"volume": volume,
	}
]

# METADATA
# title: Name of a container or volume
# description: Cut to what Kubernetes allows, because a mutating webhook runs before that is checked.
name_of(name, position) := substring(name, 0, 63) if {
	is_string(name)
	name != ""
} else := sprintf("#%v", [position])

# METADATA
# title: Security contexts
# description: The pod's own and those of its containers; who has none is not listed.
contexts := array.concat(
	[pod_context | is_object(pod_context.context)],
	[entry |
		some container in containers
		is_object(container.container.securityContext)
		entry := {
			"name": container.name,
			"field": at(container, "securityContext"),
			"context": container.container.securityContext,
		}
	],
)

# METADATA
# title: Security context of the pod
# description: The context is null where it has none.
pod_context := {
	"name": "the pod",
	"field": spec_field("securityContext"),
	"context": object.get(spec, "securityContext", null),
}

# METADATA
# title: Annotations of the pod
# description: For a template those that its pods will have.
annotations := found if {
	path := input.workload.podSpecPath
	parent := array.slice(path, 0, count(path) - 1)
	found := object.get(input.workload.object, array.concat(parent, ["metadata", "annotations"]), {})
	is_object(found)
} else := {}

# METADATA
# title: Pod for Windows
# description: It has none of the controls of Linux, and the API server refuses them in it.
windows if spec.os.name == "windows"

# METADATA
# title: Pod with users of its own
# description: Root in it is nobody on the node, which the Pod Security Standards allow for.
own_users if spec.hostUsers == false

# METADATA
# title: Field of a container or volume
# description: The path of a member of it.
at(entry, name) := concat(".", [entry.field, name])
