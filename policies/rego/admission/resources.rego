package driftseal.admission

# METADATA
# title: No memory limit
# description: |
#   One container that leaks takes the memory of all others on its node. A limit of the whole pod counts.
#   A LimitRange gives limits to pods, not to templates: exempt the namespace if it has one.
# custom:
#   code: memory-limit
#   severity: low
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [NSA-CISA resource policies]
memory_limit := rego.metadata.rule()

violations contains violating(memory_limit, message, field) if {
	not spec.resources.limits.memory
	some entry in accounted_containers
	not entry.container.resources.limits.memory
	field := at(entry, "resources.limits.memory")
	message := sprintf("Set resources.limits.memory in %s.", [entry.name])
}

# METADATA
# title: No request
# description: The scheduler takes the container for nothing, and the node is overcommitted. A limit is a request too.
# custom:
#   code: resource-request
#   severity: low
#   effect: {restricted: refuse}
#   controls: [NSA-CISA resource policies]
resource_request := rego.metadata.rule()

restricted_violations contains violating(resource_request, message, field) if {
	some resource in ["cpu", "memory"]
	not asks_for(spec, resource)
	some entry in accounted_containers
	not asks_for(entry.container, resource)
	field := at(entry, concat(".", ["resources.requests", resource]))
	message := sprintf("Set resources.requests.%s in %s.", [resource, entry.name])
}

# METADATA
# title: Containers with resources
# description: A debug container can have none.
accounted_containers := [entry |
	some entry in containers
	not entry.list == "ephemeralContainers"
]

# METADATA
# title: Whether a pod or container asks for a resource
# description: By a request, or by a limit, which is the request where there is none.
asks_for(item, resource) if item.resources.requests[resource]

asks_for(item, resource) if item.resources.limits[resource]
