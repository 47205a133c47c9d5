# METADATA
# title: Settings
# description: |
#   What the security team sets beside the rules, in data/*.json: exemptions, and rules that do not
#   refuse yet. The service has checked the files; here is decided what they apply to, and when.
package driftseal.lib.settings

# METADATA
# title: Mode of a rule in a namespace
# description: enforce, unless an entry says otherwise. Of several the most lenient counts.
mode(rule, namespace, now) := "observe" if {
	"observe" in modes(rule, namespace, now)
} else := "warn" if {
	"warn" in modes(rule, namespace, now)
} else := "enforce"

# METADATA
# title: Modes that entries give a rule
# description: Entries that have ended give none.
modes(rule, namespace, now) := {entry.mode |
	some entry in data.driftseal.settings.enforcement
	entry.rule == rule
	in_scope(entry, namespace)
	running(entry.expires, now)
}

# METADATA
# title: Exemptions of a rule for a workload
# description: Those that have ended too; see running. Their containers are still to be compared.
exemptions(rule, namespace, workload) := [exemption |
	some exemption in data.driftseal.settings.exemptions
	exemption.rule == rule
	in_scope(exemption, namespace)
	of_workload(exemption, workload)
]

# METADATA
# title: Exemption as a decision names it
# description: Who answers for it, why, and until when; not what it is about.
responsible(exemption) := object.filter(exemption, ["id", "rule", "owner", "reason", "expires"])

# METADATA
# title: Registries of a namespace
# description: Names in order; none where nothing is said about the namespace.
registries(namespace) := sort({entry.name |
	some entry in data.driftseal.settings.registries
	in_scope(entry, namespace)
})

# METADATA
# title: Whether a setting has not ended
# description: Without an end it never does.
running(expires, _) if expires == ""

running(expires, now) if {
	expires != ""
	time.parse_rfc3339_ns(expires) > time.parse_rfc3339_ns(now)
}

# METADATA
# title: Whether a namespace is meant
# description: By name, or all where the entry says so.
in_scope(entry, _) if entry.everyNamespace

in_scope(entry, namespace) if namespace in entry.namespaces

# METADATA
# title: Whether a workload is meant
# description: By kind and name, or all where the exemption says so.
of_workload(exemption, _) if exemption.everyWorkload

of_workload(exemption, workload) if {
	some pattern in exemption.workloads
	pattern.kind == workload.kind
	matches(pattern.name, workload.name)
}

# METADATA
# title: Whether the containers are meant
# description: |
#   Without selectors all are, and what is about the whole workload. With one only what is about
#   containers, each of them: of two of one name both must be meant.
of_containers(exemption, _) if {
	count(exemption.containers) == 0
	count(exemption.images) == 0
}

of_containers(exemption, containers) if {
	count(containers) > 0
	every container in containers {
		named(exemption.containers, container)
		of_image(exemption.images, container)
	}
}

# METADATA
# title: Whether a container is named
# description: Or no name is asked for.
named(names, _) if count(names) == 0

named(names, container) if container.name in names

# METADATA
# title: Whether a container has one of the images
# description: Or no image is asked for.
of_image(patterns, _) if count(patterns) == 0

of_image(patterns, container) if {
	some pattern in patterns
	matches(pattern, container.image)
}

# METADATA
# title: Whether a text matches a pattern
# description: Equal, or begins so where the pattern is a prefix.
matches(pattern, text) if {
	not pattern.prefix
	text == pattern.text
}

matches(pattern, text) if {
	pattern.prefix
	is_string(text)
	startswith(text, pattern.text)
}
