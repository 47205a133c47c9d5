# METADATA
# title: Pod specs
# description: |
#   Finds the pod spec of any object that has one, and every container in it, with the path that a
#   person needs to find it again. Missing and mistyped fields count as absent.
package driftseal.lib.pods

# METADATA
# title: Lists of containers
# description: All places of a pod spec where a container can be.
container_lists := ["containers", "initContainers", "ephemeralContainers"]

# METADATA
# title: Path of the pod spec
# description: |
#   The input says where it is: at the top of a pod, in the template of everything else, and where the
#   template of a custom kind stands only its administrator knows.
spec_path(workload) := workload.podSpecPath

# METADATA
# title: Pod spec
# description: An empty object where there is none.
spec(workload) := found if {
	found := object.get(workload.object, spec_path(workload), {})
	is_object(found)
} else := {}

# METADATA
# title: Field of the pod spec
# description: The path in the form that kubectl shows.
field(workload, name) := sprintf("%s.%s", [concat(".", spec_path(workload)), name])

# METADATA
# title: Containers
# description: Every container of every list, with its name and path.
containers(workload) := [entry |
	some list in container_lists
	some position, container in object.get(spec(workload), list, [])
	is_object(container)
	name := name_of(container, position)
	entry := {
		"name": name,
		"field": field(workload, sprintf("%s[name=%s]", [list, name])),
		"container": container,
	}
]

# METADATA
# title: Name of a container or volume
# description: Cut to what Kubernetes allows, because a mutating webhook runs before that is checked.
name_of(item, position) := substring(item.name, 0, 63) if {
	is_string(item.name)
	item.name != ""
} else := sprintf("#%v", [position])
