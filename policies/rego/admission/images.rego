package driftseal.admission

import data.driftseal.lib.pods

# METADATA
# title: Image without a fixed tag
# description: latest, or no tag at all, means whatever the registry holds when the node pulls.
# custom:
#   code: image-tag
#   severity: medium
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some entry in pods.containers(input.workload)
	not pinned(object.get(entry.container, "image", ""))
	field := sprintf("%s.image", [entry.field])
	message := sprintf("Name a tag other than latest, or a digest, in %s.", [entry.name])
}

# METADATA
# title: Pinned image
# description: Has a digest, or a tag that is not latest. A port of the registry is no tag.
pinned(image) if {
	is_string(image)
	contains(image, "@sha256:")
}

pinned(image) if {
	is_string(image)
	parts := split(image, "/")
	last := parts[count(parts) - 1]
	[_, tag] = split(last, ":")
	not tag in {"", "latest"}
}
