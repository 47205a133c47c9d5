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
# title: Image volume without a fixed tag
# description: An image volume is pulled as an image is, and what it holds is run or read.
# custom:
#   code: image-tag
#   severity: medium
#   effect: {restricted: refuse, standard: refuse, development: warn}
violations contains violating(rego.metadata.rule(), message, field) if {
	some position, volume in pods.spec(input.workload).volumes
	is_object(volume)
	source := object.get(volume, "image", null)
	is_object(source)
	not pinned(object.get(source, "reference", ""))
	name := pods.name_of(volume, position)
	field := pods.field(input.workload, sprintf("volumes[name=%s].image.reference", [name]))
	message := sprintf("Name a tag other than latest, or a digest, in volume %s.", [name])
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
