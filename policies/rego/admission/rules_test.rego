package driftseal.admission_test

import data.driftseal.admission

# What comes of a violation, by tier.
everywhere := {"restricted": "refuse", "standard": "refuse", "development": "warn"}

warned_in_standard := {"restricted": "refuse", "standard": "warn", "development": "none"}

restricted_only := {"restricted": "refuse", "standard": "none", "development": "none"}

restricted_warns := {"restricted": "warn", "standard": "none", "development": "none"}

# One line a rule: what is merged into the spec, its code, its field, and its effect by tier.
table := [
	{"spec": {"hostNetwork": true}, "code": "host-namespace", "field": "hostNetwork", "effect": everywhere},
	{"spec": {"hostPID": true}, "code": "host-namespace", "field": "hostPID", "effect": everywhere},
	{"spec": {"hostIPC": true}, "code": "host-namespace", "field": "hostIPC", "effect": everywhere},
	{
		"spec": {"volumes": [{"name": "root", "hostPath": {"path": "/"}}]},
		"code": "host-path", "field": "volumes[name=root].hostPath", "effect": everywhere,
	},
	{
		"spec": {"volumes": [{"name": "share", "nfs": {"server": "files"}}, {"name": "a", "emptyDir": {}}, {"name": "b", "nfs": null}]},
		"code": "volume-kind", "field": "volumes[name=share]", "effect": restricted_only,
	},
	{
		"spec": {"volumes": [{"name": "t", "projected": {"sources": [
			{"serviceAccountToken": {"expirationSeconds": 3607}},
			{"serviceAccountToken": {"expirationSeconds": 86401}},
		]}}]},
		"code": "token-life", "field": "volumes[name=t].projected.sources", "effect": warned_in_standard,
	},
	{
		"spec": {"serviceAccountName": "default", "automountServiceAccountToken": true},
		"code": "default-service-account", "field": "serviceAccountName", "effect": warned_in_standard,
	},
	{
		"spec": {"serviceAccountName": "", "automountServiceAccountToken": true},
		"code": "default-service-account", "field": "serviceAccountName", "effect": warned_in_standard,
	},
	{
		"spec": {"automountServiceAccountToken": null},
		"code": "token-mount", "field": "automountServiceAccountToken", "effect": restricted_only,
	},
	{"spec": {"nodeName": "n1"}, "code": "node-name", "field": "nodeName", "effect": warned_in_standard},
	{
		"spec": {"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_rmem"}, {"name": "kernel.msgmax"}]}},
		"code": "sysctl", "field": "securityContext.sysctls", "effect": everywhere,
	},
	{
		"spec": {"securityContext": {"seccompProfile": {"type": "Unconfined"}}},
		"code": "seccomp-unconfined", "field": "securityContext.seccompProfile.type", "effect": everywhere,
	},
	{
		"spec": {"securityContext": {"seLinuxOptions": {"type": "spc_t"}}},
		"code": "selinux", "field": "securityContext.seLinuxOptions.type", "effect": everywhere,
	},
	{
		"spec": {"securityContext": {"windowsOptions": {"hostProcess": true}}},
		"code": "host-process", "field": "securityContext.windowsOptions.hostProcess", "effect": everywhere,
	},
	{
		"spec": {"securityContext": {"runAsUser": 0}},
		"code": "run-as-root", "field": "securityContext.runAsUser", "effect": restricted_only,
	},
]

# The same for what is merged into a container.
container_table := [
	{"container": context({"privileged": true}), "code": "privileged", "field": "securityContext.privileged", "effect": everywhere},
	{
		"container": context({"capabilities": {"add": ["NET_BIND_SERVICE", "cap_sys_admin"]}}),
		"code": "node-capability", "field": "securityContext.capabilities.add", "effect": everywhere,
	},
	{
		"container": context({"capabilities": {"add": ["NET_RAW"]}}),
		"code": "added-capability", "field": "securityContext.capabilities.add", "effect": everywhere,
	},
	{
		"container": context({"capabilities": {"add": [7, "chown"]}}),
		"code": "added-capability", "field": "securityContext.capabilities.add", "effect": everywhere,
	},
	{
		"container": context({"capabilities": {"add": ["NET_BIND_SERVICE", "CHOWN"]}}),
		"code": "regained-capability", "field": "securityContext.capabilities.add", "effect": restricted_only,
	},
	{
		"container": context({"capabilities": {"drop": ["NET_RAW"]}}),
		"code": "kept-capabilities", "field": "securityContext.capabilities.drop", "effect": restricted_only,
	},
	{
		"container": context({"capabilities": "none"}),
		"code": "kept-capabilities", "field": "securityContext.capabilities.drop", "effect": restricted_only,
	},
	{
		"container": context({"allowPrivilegeEscalation": true}),
		"code": "privilege-escalation", "field": "securityContext.allowPrivilegeEscalation", "effect": restricted_only,
	},
	{
		"container": context({"readOnlyRootFilesystem": false}),
		"code": "writable-root", "field": "securityContext.readOnlyRootFilesystem", "effect": restricted_only,
	},
	{
		"container": context({"runAsNonRoot": false}),
		"code": "run-as-non-root", "field": "securityContext.runAsNonRoot", "effect": restricted_only,
	},
	{
		"container": context({"runAsUser": 0}),
		"code": "run-as-root", "field": "securityContext.runAsUser", "effect": restricted_only,
	},
	{
		"container": context({"procMount": "Unmasked"}),
		"code": "proc-mount", "field": "securityContext.procMount", "effect": everywhere,
	},
	{
		"container": context({"seccompProfile": {"type": "Unconfined"}}),
		"code": "seccomp-unconfined", "field": "securityContext.seccompProfile.type", "effect": everywhere,
	},
	{
		"container": context({"appArmorProfile": {"type": "Unconfined"}}),
		"code": "apparmor", "field": "securityContext.appArmorProfile.type", "effect": everywhere,
	},
	{
		"container": context({"seLinuxOptions": {"user": "root", "type": "container_t", "role": null}}),
		"code": "selinux", "field": "securityContext.seLinuxOptions.user", "effect": everywhere,
	},
	{
		"container": context({"windowsOptions": {"hostProcess": true}}),
		"code": "host-process", "field": "securityContext.windowsOptions.hostProcess", "effect": everywhere,
	},
	{"container": {"ports": [{"containerPort": 80}, {"hostPort": 80}]}, "code": "host-port", "field": "ports", "effect": everywhere},
	{
		"container": {"livenessProbe": {"httpGet": {"host": "169.254.169.254"}}},
		"code": "host-probe", "field": "livenessProbe.httpGet.host", "effect": everywhere,
	},
	{
		"container": {"lifecycle": {"preStop": {"tcpSocket": {"host": "10.0.0.1"}}}},
		"code": "host-probe", "field": "lifecycle.preStop.tcpSocket.host", "effect": everywhere,
	},
	{"container": {"image": "app:latest"}, "code": "image-tag", "field": "image", "effect": everywhere},
	{"container": {"image": "app:1.2"}, "code": "image-digest", "field": "image", "effect": restricted_only},
	{
		"container": {"env": [{"name": "DB_PASSWORD", "value": "sha256:0123"}]},
		"code": "secret-in-manifest", "field": "env[name=DB_PASSWORD]", "effect": warned_in_standard,
	},
	{
		"container": {"env": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db"}}}]},
		"code": "secret-variable", "field": "env", "effect": restricted_warns,
	},
	{
		"container": {"envFrom": [{"configMapRef": {"name": "a"}}, {"secretRef": {"name": "db"}}]},
		"code": "secret-variable", "field": "env", "effect": restricted_warns,
	},
	{
		"container": {"resources": {"limits": "none", "requests": {"memory": "64Mi"}}},
		"lists": ["containers", "initContainers"],
		"code": "memory-limit", "field": "resources.limits.memory", "effect": warned_in_standard,
	},
	{
		"container": {"resources": {"requests": "none"}},
		"lists": ["containers", "initContainers"],
		"code": "resource-request", "field": "resources.requests.cpu", "effect": restricted_only,
	},
]

effect_of(decision, code) := "refuse" if {
	code in codes(decision.reasons)
	not decision.admitted
} else := "warn" if {
	code in codes(decision.warnings)
	decision.admitted
} else := "none" if {
	decision.admitted
}

# That the effect is the row's, and that nothing else is said.
as_in(row, tier, decision, field) if {
	effect_of(decision, row.code) == row.effect[tier]
	every reason in array.concat(decision.reasons, decision.warnings) {
		reason.code == row.code
		reason.field == field
		count(reason.message) < 120
	}
}

test_rules_of_the_pod_spec if {
	every row in table {
		every tier, _ in row.effect {
			decision := in_tier(tier, pod(object.union(clean_spec, row.spec)))
			as_in(row, tier, decision, sprintf("spec.%s", [row.field]))
		}
	}
}

test_rules_of_containers_in_every_list_and_kind if {
	every row in container_table {
		every list in object.get(row, "lists", ["containers", "initContainers", "ephemeralContainers"]) {
			spec := object.union(clean_spec, {list: [object.union(clean_container, row.container)]})
			every tier, _ in row.effect {
				field := sprintf("%s[name=app].%s", [list, row.field])
				as_in(row, tier, in_tier(tier, pod(spec)), sprintf("spec.%s", [field]))
			}
			decision := in_tier("restricted", templated("Job", spec))
			as_in(row, "restricted", decision, sprintf("spec.template.spec.%s[name=app].%s", [list, row.field]))
		}
	}
}

# What the pod says counts for a container that says nothing.
test_the_pod_speaks_for_its_containers if {
	alone := object.union(clean_spec, {"securityContext": {"runAsNonRoot": null, "seccompProfile": null}})
	codes(in_tier("restricted", pod(alone)).reasons) == {"run-as-non-root", "seccomp-missing"}
	own := {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "Localhost"}}}
	in_tier("restricted", pod(object.union(alone, {"containers": [object.union(clean_container, own)]}))).admitted
}

test_a_pod_that_may_be_root_is_refused_whatever_its_containers_say if {
	container := object.union(clean_container, context({"runAsNonRoot": true}))
	spec := object.union(clean_spec, {"securityContext": {"runAsNonRoot": false}, "containers": [container]})
	{reason.field | some reason in in_tier("restricted", pod(spec)).reasons} == {"spec.securityContext.runAsNonRoot"}
}

test_users_of_its_own_allow_root_and_in_baseline_an_open_proc if {
	root := object.union(clean_spec, {
		"hostUsers": false,
		"securityContext": {"runAsNonRoot": false, "runAsUser": 0},
	})
	in_tier("restricted", pod(root)).admitted
	open := object.union(root, {"containers": [object.union(clean_container, context({"procMount": "Unmasked"}))]})
	in_tier("standard", pod(open)).admitted
	codes(in_tier("restricted", pod(open)).reasons) == {"proc-mount"}
	not in_tier("standard", pod(object.union(open, {"hostUsers": true}))).admitted
}

test_a_pod_for_windows_needs_none_of_the_controls_of_linux if {
	container := object.remove(clean_container, ["securityContext"])
	linux := object.union(clean_spec, {"containers": [container], "securityContext": {"seccompProfile": null}})
	codes(in_tier("restricted", pod(linux)).reasons) == {
		"kept-capabilities",
		"privilege-escalation",
		"seccomp-missing",
		"writable-root",
	}
	in_tier("restricted", pod(object.union(linux, {"os": {"name": "windows"}}))).admitted
	not in_tier("restricted", pod(object.union(linux, {"os": {"name": "linux"}}))).admitted
}

test_apparmor_annotations_of_pods_and_templates if {
	key := "container.apparmor.security.beta.kubernetes.io/app"
	every profile, admitted in {"unconfined": false, "runtime/default": true, "localhost/mine": true, "": true} {
		annotated := {"metadata": {"annotations": {key: profile, "note": "unconfined"}}}
		bare := object.union(pod(clean_spec), {"object": annotated})
		template := object.union(templated("Job", clean_spec), {"object": {"spec": {"template": annotated}}})
		every workload in [bare, template] {
			in_tier("standard", workload).admitted == admitted
		}
	}
	own := object.union(templated("Job", clean_spec), {"object": {"metadata": {"annotations": {key: "unconfined"}}}})
	in_tier("standard", own).admitted
}

test_names_and_values_of_secrets if {
	every name, sounds in {
		"DB_PASSWORD": true, "dbPassword": true, "github.token": true, "AWS_SECRET_ACCESS_KEY": true, "PGPASSWD": true,
		"DB_PASSWORD_FILE": false, "TOKEN_URL": false, "PUBLIC_KEY": false, "PASSWORD_LENGTH": false, "MONKEY": false,
	} {
		container := object.union(clean_container, {"env": [{"name": "A", "value": "sha256:1"}, {"name": name, "value": "sha256:2"}]})
		spec := object.union(clean_spec, {"containers": [container]})
		in_tier("restricted", pod(spec)).admitted != sounds
	}
	every value in ["", "sha256:e3b0c44298fc1c14", "sha256:b5bea41b6c623f7c", "sha256:fcbcf165908dd18a", null] {
		container := object.union(clean_container, {"env": [{"name": "DB_PASSWORD", "value": value}]})
		in_tier("restricted", pod(object.union(clean_spec, {"containers": [container]}))).admitted
	}
}

test_the_values_that_hold_no_secret_are_digests if {
	every text in ["", "true", "false"] {
		concat("", ["sha256:", substring(crypto.sha256(text), 0, 16)]) in admission.no_secrets
	}
}

test_resources_of_the_whole_pod_count if {
	container := object.union(clean_container, {"resources": "none"})
	whole := {"limits": {"memory": "1Gi"}, "requests": {"cpu": "1"}}
	in_tier("restricted", pod(object.union(clean_spec, {"containers": [container], "resources": whole}))).admitted
}

test_a_node_is_chosen_by_roots_at_creation_only if {
	request := review(pod(object.union(clean_spec, {"nodeName": "n1"})), {"driftseal.io/tier": "restricted"})
	every change in [{"origin": "child"}, {"operation": "UPDATE"}] {
		decision := admission.decision with input as object.union(request, change)
		decision.admitted
	}
}

of_registries(image, entries) := decision if {
	container := object.union(clean_container, {"image": image})
	decision := admission.decision with input as review(pod(object.union(clean_spec, {"containers": [container]})), {})
		with data.driftseal.settings as {"exemptions": [], "enforcement": [], "registries": entries}
}

registry(name) := {"name": name, "everyNamespace": false, "namespaces": ["shop"]}

test_registries if {
	own := [registry("registry.example/shop"), registry("docker.io/library")]
	every image, admitted in {
		"registry.example/shop/app:1@sha256:0": true,
		"busybox:1@sha256:0": true,
		"docker.io/library/busybox:1": true,
		"team/app:1@sha256:0": false,
		"registry.example/bank/app:1": false,
		"registry.example/shopping/app:1": false,
		"registry.example.evil.example/shop/app:1": false,
		"localhost/registry.example/shop/app:1": false,
		"registry.example:5000/shop/app:1": false,
		"registry:5000/app:1": false,
	} {
		decision := of_registries(image, own)
		decision.admitted == admitted
		codes(decision.reasons) == {true: set(), false: {"image-registry"}}[admitted]
		every reason in decision.reasons {
			reason.message == "Use an image of docker.io/library or others in app."
			count(reason.message) < 120
		}
	}
	of_registries("team/app:1", [registry("docker.io")]).admitted
	not of_registries(7, own).admitted
}

test_a_namespace_for_which_no_registry_is_listed_is_free if {
	of_registries("evil.example/app:1", []).admitted
	of_registries("evil.example/app:1", [object.union(registry("registry.example"), {"namespaces": ["bank"]})]).admitted
	every_namespace := {"name": "registry.example", "everyNamespace": true, "namespaces": []}
	reasons := of_registries("evil.example/app:1", [every_namespace]).reasons
	{reason.message | some reason in reasons} == {"Use an image of registry.example in app."}
}
