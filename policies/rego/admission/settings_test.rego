package driftseal.admission_test

import data.driftseal.admission

# Two containers, one of which uses latest; and a pod that uses the node's network.
tagged := object.union(clean_spec, {"containers": [
	clean_container,
	object.union(clean_container, {"name": "agent", "image": "registry.example/agent:latest"}),
]})

networked := object.union(clean_spec, {"hostNetwork": true})

exemption := {
	"id": "agent", "rule": "image-tag",
	"everyNamespace": false, "namespaces": ["shop"],
	"everyWorkload": false, "workloads": [{"kind": "Pod", "name": {"text": "x", "prefix": false}}],
	"containers": [], "images": [],
	"owner": "payments", "reason": "the vendor has no tags", "expires": "2026-12-01T00:00:00Z",
}

with_exemption(spec, change) := decision if {
	decision := admission.decision with input as review(pod(spec), {})
		with data.driftseal.settings as {"exemptions": [object.union(exemption, change)], "enforcement": []}
}

# One line a case: what the exemption says, and whether it covers the tagged pod.
coverage := [
	{"change": {}, "covers": true},
	{"change": {"rule": "host-path"}, "covers": false},
	{"change": {"namespaces": ["bank"]}, "covers": false},
	{"change": {"namespaces": [], "everyNamespace": true}, "covers": true},
	{"change": {"workloads": [{"kind": "Deployment", "name": {"text": "x", "prefix": false}}]}, "covers": false},
	{"change": {"workloads": [{"kind": "Pod", "name": {"text": "y", "prefix": false}}]}, "covers": false},
	{"change": {"workloads": [{"kind": "Pod", "name": {"text": "xy", "prefix": true}}]}, "covers": false},
	{"change": {"workloads": [{"kind": "Pod", "name": {"text": "x", "prefix": true}}]}, "covers": true},
	{"change": {"workloads": [], "everyWorkload": true}, "covers": true},
	{"change": {"containers": ["agent"]}, "covers": true},
	{"change": {"containers": ["app"]}, "covers": false},
	{"change": {"images": [{"text": "registry.example/agent:latest", "prefix": false}]}, "covers": true},
	{"change": {"images": [{"text": "registry.example/", "prefix": true}]}, "covers": true},
	{"change": {"images": [{"text": "registry.example/agent", "prefix": false}]}, "covers": false},
	{"change": {"expires": "2026-11-26T12:00:00Z"}, "covers": false},
	{"change": {"expires": "2026-11-26T12:00:01Z"}, "covers": true},
]

test_an_exemption_covers_what_it_names_until_it_ends if {
	every row in coverage {
		decision := with_exemption(tagged, row.change)
		decision.admitted == row.covers
	}
}

test_a_used_exemption_is_told if {
	with_exemption(tagged, {}).warnings == [{
		"code": "exemption-used",
		"message": "Rule image-tag is exempt until 2026-12-01T00:00:00Z by payments: agent.",
		"field": "spec.containers[name=agent].image",
		"exemption": {
			"id": "agent", "rule": "image-tag", "owner": "payments",
			"reason": "the vendor has no tags", "expires": "2026-12-01T00:00:00Z",
		},
	}]
}

test_an_ended_exemption_is_told_beside_the_refusal if {
	decision := with_exemption(tagged, {"expires": "2026-11-01T00:00:00Z"})
	codes(decision.reasons) == {"image-tag", "exemption-ended"}
	{reason.exemption.owner | some reason in decision.reasons} == {"payments"}
}

# A selector of containers never covers what is about the whole pod.
test_selectors_of_containers_and_the_whole_pod if {
	with_exemption(networked, {"rule": "host-namespace"}).admitted
	not with_exemption(networked, {"rule": "host-namespace", "containers": ["app"]}).admitted
	not with_exemption(networked, {"rule": "host-namespace", "images": [{"text": "r", "prefix": true}]}).admitted
}

# Of two containers of one name, one of another image is enough to be refused.
test_two_containers_of_one_name if {
	twice := object.union(tagged, {"containers": array.concat(tagged.containers, [object.union(clean_container, {"name": "agent", "image": "evil:latest"})])})
	not with_exemption(twice, {"images": [{"text": "registry.example/", "prefix": true}]}).admitted
}

# A name that looks like the end of another's path finds no container, so nothing is exempt.
test_a_name_that_could_be_read_twice if {
	sly := object.union(clean_spec, {"containers": [
		object.union(clean_container, {"name": "agent"}),
		object.union(clean_container, {"name": "agent].x", "image": "evil:latest"}),
	]})
	not with_exemption(sly, {"containers": ["agent]"]}).admitted
}

test_images_of_any_type_are_compared if {
	odd := object.union(clean_spec, {"containers": [{"name": "agent", "image": 3}]})
	not with_exemption(odd, {"images": [{"text": "3", "prefix": true}]}).admitted
}

in_mode(entries) := decision if {
	decision := admission.decision with input as review(pod(tagged), {})
		with data.driftseal.settings as {"exemptions": [], "enforcement": entries}
}

entry(mode, change) := object.union(
	{
		"rule": "image-tag", "mode": mode, "everyNamespace": true, "namespaces": [],
		"owner": "security", "reason": "rolled out in steps", "expires": "",
	},
	change,
)

test_a_rule_in_observe_admits_and_records if {
	decision := in_mode([entry("observe", {})])
	decision.admitted
	decision.warnings == []
	decision.recorded == [{
		"code": "image-tag",
		"message": "Observed: Name a tag other than latest, or a digest, in agent.",
		"field": "spec.containers[name=agent].image",
	}]
}

test_a_rule_in_warn_admits_and_tells if {
	decision := in_mode([entry("warn", {})])
	decision.admitted
	codes(decision.warnings) == {"image-tag"}
	decision.recorded == []
}

test_the_most_lenient_entry_counts if {
	in_mode([entry("warn", {}), entry("observe", {})]).warnings == []
}

test_an_entry_is_bounded_to_its_rule_namespaces_and_time if {
	every change in [
		{"rule": "host-path"},
		{"everyNamespace": false, "namespaces": ["bank"]},
		{"expires": "2026-11-26T12:00:00Z"},
	] {
		not in_mode([entry("observe", change)]).admitted
	}
	in_mode([entry("observe", {"everyNamespace": false, "namespaces": ["shop"]})]).admitted
	in_mode([entry("observe", {"expires": "2026-11-26T12:00:01Z"})]).admitted
}
