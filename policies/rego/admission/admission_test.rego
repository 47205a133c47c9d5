package driftseal.admission_test

import data.driftseal.admission

# A container that no rule objects to in any tier.
clean_container := {
	"name": "app",
	"image": "registry.example/app:1.2@sha256:0123",
	"resources": {"limits": {"memory": "64Mi"}, "requests": {"cpu": "10m"}},
	"securityContext": clean_context,
}

clean_context := {
	"allowPrivilegeEscalation": false,
	"readOnlyRootFilesystem": true,
	"capabilities": {"drop": ["ALL"]},
}

clean_spec := {
	"serviceAccountName": "payments",
	"automountServiceAccountToken": false,
	"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
	"containers": [clean_container],
}

# The context of a container with something more in it.
context(change) := {"securityContext": object.union(clean_context, change)}

pod(spec) := {
	"kind": "Pod",
	"name": "x",
	"podSpecPath": ["spec"],
	"previous": null,
	"object": {"kind": "Pod", "spec": spec},
}

templated(kind, spec) := {
	"kind": kind,
	"name": "x",
	"podSpecPath": ["spec", "template", "spec"],
	"previous": null,
	"object": {"kind": kind, "spec": {"template": {"spec": spec}}},
}

cron_job(spec) := {
	"kind": "CronJob",
	"name": "x",
	"podSpecPath": ["spec", "jobTemplate", "spec", "template", "spec"],
	"previous": null,
	"object": {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}},
}

# One object of every kind that is stamped, and a custom kind with its template in an unusual place.
every_kind(spec) := array.concat(
	[templated(kind, spec) |
		some kind in [
			"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job",
			"Rollout.argoproj.io",
		]
	],
	[pod(spec), cron_job(spec), {
		"kind": "Fleet.example.org",
		"name": "x",
		"podSpecPath": ["spec", "members", "template", "spec"],
		"previous": null,
		"object": {"kind": "Fleet", "spec": {"members": {"template": {"spec": spec}}}},
	}],
)

test_the_pod_spec_is_found_in_every_kind if {
	clean := every_kind(clean_spec)
	privileged := every_kind(object.union(clean_spec, {"hostPID": true}))
	every workload in clean {
		in_tier("restricted", workload).admitted
	}
	every workload in privileged {
		decision := in_tier("restricted", workload)
		not decision.admitted
		codes(decision.reasons) == {"host-namespace"}
	}
}

review(workload, labels) := {
	"schema": "driftseal.admission/v1",
	"time": "2026-11-26T12:00:00Z",
	"operation": "CREATE",
	"origin": "root",
	"namespace": {"name": "shop", "labels": labels, "mode": "enforce"},
	"requester": {"username": "ci", "groups": []},
	"approver": "",
	"approval": {"state": "none", "explanation": ""},
	"workload": workload,
}

in_tier(tier, workload) := answer if {
	answer := admission.decision with input as review(workload, {"driftseal.io/tier": tier})
}

codes(reasons) := {reason.code | some reason in reasons}

test_a_clean_workload_is_admitted_in_every_tier if {
	every tier in ["restricted", "standard", "development"] {
		in_tier(tier, pod(clean_spec)) == {
			"admitted": true,
			"runtimePolicy": tier,
			"reasons": [],
			"warnings": [],
			"recorded": [],
		}
	}
}

test_the_tier_is_standard_without_a_label if {
	decision := admission.decision with input as review(pod(clean_spec), {})
	decision.runtimePolicy == "standard"
}

test_an_unknown_tier_is_restricted_and_told if {
	decision := in_tier("resticted", pod(clean_spec))
	decision.runtimePolicy == "restricted"
	decision.admitted
	codes(decision.warnings) == {"tier-unknown"}
}

test_images if {
	every image, pinned in {
		"app:1.2": true,
		"registry.example:5000/team/app:1.2": true,
		"app@sha256:0123": true,
		"app:latest@sha256:0123": true,
		"app": false,
		"app:": false,
		"app:latest": false,
		"registry.example:5000/team/app": false,
		"": false,
	} {
		container := object.union(clean_container, {"image": image})
		decision := in_tier("standard", pod(object.union(clean_spec, {"containers": [container]})))
		decision.admitted == pinned
	}
}

test_a_default_account_without_its_token_is_admitted if {
	spec := object.union(clean_spec, {"serviceAccountName": "default"})
	in_tier("restricted", pod(spec)).admitted
}

# Whatever the tree holds, the decision is a decision.
test_missing_and_mistyped_fields if {
	every spec in [
		null, [], "text", 3, {},
		{"containers": null},
		{"containers": "text"},
		{"containers": [null, 3, "text", {}]},
		{"containers": [{"name": 3, "image": 3, "securityContext": 3}]},
		{"containers": [{"securityContext": {"privileged": "true", "capabilities": {"add": [3]}}}]},
		{"volumes": [null, {"hostPath": null}, {"name": 3}]},
		{"serviceAccountName": 3, "hostNetwork": "true", "nodeName": 3, "hostUsers": "false", "os": 3, "resources": 3},
		{"securityContext": {"sysctls": [3, null, {}], "seLinuxOptions": 3, "windowsOptions": 3, "seccompProfile": 3}},
		{"containers": [{
			"ports": [3, null], "env": [3, null, {"name": 3, "value": 3}], "envFrom": 3, "resources": 3,
			"livenessProbe": 3, "readinessProbe": {"httpGet": 3}, "lifecycle": {"preStop": 3}, "securityContext": {
				"procMount": 3, "appArmorProfile": 3, "seccompProfile": {"type": 3}, "capabilities": {"add": 3, "drop": 3},
			},
		}]},
		{"volumes": [{"projected": {"sources": 3}, "image": 3}, {"projected": {"sources": [3, {"serviceAccountToken": 3}]}}]},
	] {
		every tier in ["restricted", "standard"] {
			every workload in [pod(spec), templated("Deployment", spec)] {
				is_boolean(in_tier(tier, workload).admitted)
			}
		}
	}
	odd := object.union(pod(clean_spec), {"object": {"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/a": 3}}}})
	is_boolean(in_tier("standard", odd).admitted)
	every object in [{}, {"spec": null}, {"spec": {"template": 3}}] {
		workload := {"kind": "Deployment", "name": "x", "previous": null, "object": object}
		is_boolean(in_tier("standard", workload).admitted)
	}
}

# An image volume brings files that are run or read as those of a container's own image.
test_image_volumes_are_images if {
	every reference, pinned in {
		"plugins:1.2": true,
		"plugins@sha256:0123": true,
		"plugins:latest": false,
		"plugins": false,
	} {
		spec := object.union(clean_spec, {"volumes": [{"name": "plugins", "image": {"reference": reference}}]})
		every workload in [pod(spec), templated("Deployment", spec)] {
			in_tier("standard", workload).admitted == pinned
		}
	}
	empty := object.union(clean_spec, {"volumes": [{"name": "plugins", "image": {}}]})
	reasons := in_tier("standard", pod(empty)).reasons
	{reason.field | some reason in reasons} == {"spec.volumes[name=plugins].image.reference"}
}

test_a_container_without_an_image_is_not_pinned if {
	decision := in_tier("standard", pod(object.union(clean_spec, {"containers": [{"name": "app"}]})))
	codes(decision.reasons) == {"image-tag"}
}

test_reasons_are_bounded if {
	containers := [container |
		some n in numbers.range(1, 200)
		container := {"name": sprintf("c%d", [n]), "image": "app"}
	]
	decision := in_tier("standard", pod(object.union(clean_spec, {"containers": containers})))
	count(decision.reasons) == 32
}

test_long_names_are_cut if {
	name := concat("", [letter | some _ in numbers.range(1, 500); letter := "n"])
	spec := object.union(clean_spec, {"containers": [{"name": name, "image": "app"}]})
	every reason in in_tier("standard", pod(spec)).reasons {
		count(reason.message) < 120
		count(reason.field) < 256
	}
}
