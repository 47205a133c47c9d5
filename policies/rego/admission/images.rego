package driftseal.admission

import data.driftseal.lib.settings

# METADATA
# title: Image without a fixed tag
# description: latest, or no tag at all, means whatever the registry holds when the node pulls.
# custom:
#   code: image-tag
#   severity: medium
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [NSA-CISA building secure container images]
image_tag := rego.metadata.rule()

violations contains violating(image_tag, message, entry.field) if {
	some entry in images
	not pinned(entry.image)
	message := sprintf("Name a tag other than latest, or a digest, in %s.", [entry.name])
}

# METADATA
# title: Image without a digest
# description: A tag can be moved to other bytes after they were scanned and approved, a digest cannot.
# custom:
#   code: image-digest
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [CIS 5.5.1, NSA-CISA building secure container images]
image_digest := rego.metadata.rule()

restricted_violations contains violating(image_digest, message, entry.field) if {
	some entry in images
	pinned(entry.image)
	not has_digest(entry.image)
	message := sprintf("Name the image of %s by its digest.", [entry.name])
}

# METADATA
# title: Image of another registry
# description: |
#   The settings list the registries of this namespace, and this is none of them. A namespace for which
#   they list none is not held to this.
# custom:
#   code: image-registry
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [CIS 5.5.1, NSA-CISA building secure container images]
image_registry := rego.metadata.rule()

violations contains violating(image_registry, message, entry.field) if {
	count(registries) > 0
	some entry in images
	not of_registry(entry.image)
	message := sprintf("Use an image of %s in %s.", [registries_told, entry.name])
}

# METADATA
# title: Images
# description: |
#   Of containers and of image volumes, which are pulled as images are, and whose files are run or read.
images := array.concat(
	[image |
		some entry in containers
		image := {
			"name": entry.name,
			"field": at(entry, "image"),
			"image": object.get(entry.container, "image", ""),
		}
	],
	[image |
		some entry in volumes
		is_object(entry.volume.image)
		image := {
			"name": concat(" ", ["volume", entry.name]),
			"field": at(entry, "image.reference"),
			"image": object.get(entry.volume.image, "reference", ""),
		}
	],
)

# METADATA
# title: Registries of the namespace
# description: From the settings; sorted, so that the message is the same each time.
registries := settings.registries(input.namespace.name)

# METADATA
# title: Registries as they are told
# description: The first one, because a sentence holds no list.
registries_told := concat("", [substring(registries[0], 0, 40), more]) if {
	more := {true: "", false: " or others"}[count(registries) == 1]
}

# METADATA
# title: Whether an image is of one of the registries
# description: A whole part of its path, so that registry.example is not registry.example.evil.
of_registry(image) if {
	is_string(image)
	full := full_name(image)
	some registry in registries
	startswith(full, concat("", [registry, "/"]))
}

# METADATA
# title: Full name of an image
# description: As runtimes read it; what has no registry in front is of docker.io.
full_name(image) := image if {
	parts := split(image, "/")
	count(parts) > 1
	names_host(parts[0])
} else := concat("/", ["docker.io", image]) if {
	contains(image, "/")
} else := concat("/", ["docker.io/library", image])

# METADATA
# title: Whether the first part of an image's name is a registry
# description: It has a dot or a port, or is localhost.
names_host(part) if contains(part, ".")

names_host(part) if contains(part, ":")

names_host(part) if part == "localhost"

# METADATA
# title: Whether an image is named by a digest
# description: Then a tag beside it means nothing.
has_digest(image) if contains(image, "@sha256:")

# METADATA
# title: Pinned image
# description: Has a digest, or a tag that is not latest. A port of the registry is no tag.
pinned(image) if {
	is_string(image)
	has_digest(image)
}

pinned(image) if {
	is_string(image)
	parts := split(image, "/")
	last := parts[count(parts) - 1]
	[_, tag] = split(last, ":")
	not tag in {"", "latest"}
}
