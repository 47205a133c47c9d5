package driftseal.access_test

import data.driftseal.access
import data.driftseal.access.doors

use := {
	"schema": "driftseal.access/v1",
	"door": "exec",
	"container": "app",
	"command": {"program": "sh", "argumentCount": 0, "argumentsDigest": "sha256:0"},
	"destination": {"port": "", "path": "", "pathDigest": ""},
	"token": null,
	"change": null,
	"namespace": {"name": "shop", "labels": {}, "mode": "enforce"},
	"requester": {"username": "dev", "groups": []},
	"target": {"kind": "Pod", "name": "web-1"},
	"pods": [{"name": "web-1", "labels": {}, "runtimePolicy": ""}],
	"podsKnown": true,
	"grant": null,
}

granted := {"id": "dec-7", "issuedTo": "dev", "reason": "INC-1"}

pod(runtime_policy) := {"name": "web-1", "labels": {}, "runtimePolicy": runtime_policy}

tier(name) := {"name": "shop", "labels": {"driftseal.io/tier": name}, "mode": "enforce"}

asked(changes) := answer if {
	answer := access.decision with input as object.union(use, changes)
}

codes(answer) := [reason.code | some reason in array.concat(answer.reasons, answer.warnings)]

in_tier(door, name) := asked({"door": door, "namespace": tier(name), "pods": [pod(name)]})

# The table of the README, door by door.
expected := {
	"exec": {"restricted": ["grant-needed"], "standard": ["door-recorded"], "development": []},
	"attach": {"restricted": ["grant-needed"], "standard": ["door-recorded"], "development": []},
	"port-forward": {"restricted": ["grant-needed"], "standard": ["door-recorded"], "development": []},
	"pod-proxy": {"restricted": ["grant-needed"], "standard": ["door-recorded"], "development": []},
	"service-proxy": {"restricted": ["grant-needed"], "standard": ["door-recorded"], "development": []},
	"node-proxy": {"restricted": ["grant-needed"], "standard": ["door-closed"], "development": ["door-closed"]},
	"ephemeral-container": {"restricted": ["grant-needed"], "standard": ["grant-needed"], "development": ["door-recorded"]},
	"resize": {"restricted": ["grant-needed"], "standard": ["grant-needed"], "development": ["door-recorded"]},
	"eviction": {"restricted": [], "standard": [], "development": []},
}

test_every_door_in_every_tier if {
	every door, tiers in expected {
		every name, reasons in tiers {
			codes(in_tier(door, name)) == reasons
		}
	}
}

test_a_grant_opens_what_needs_one_and_is_named if {
	decision := asked({"namespace": tier("restricted"), "grant": granted})
	decision.granted
	[warning] := decision.warnings
	warning.code == "door-granted"
	contains(warning.message, "dec-7")
}

test_a_grant_opens_no_door_that_is_refused if {
	not asked({"door": "node-proxy", "namespace": tier("standard"), "grant": granted}).granted
}

test_messages_are_short if {
	every door in object.keys(expected) {
		every reason in in_tier(door, "restricted").reasons {
			count(reason.message) < 120
		}
	}
}

test_the_strictest_of_namespace_and_stamps_counts if {
	not asked({"namespace": tier("development"), "pods": [pod("restricted")]}).granted
	not asked({"namespace": tier("restricted"), "pods": [pod("development")]}).granted
	not asked({
		"door": "service-proxy", "namespace": tier("development"),
		"pods": [pod("development"), pod("restricted"), pod("")],
	}).granted
}

test_a_door_with_no_known_pod_has_the_tier_of_its_namespace if {
	not asked({"door": "service-proxy", "namespace": tier("restricted"), "pods": [], "podsKnown": false}).granted
	asked({"door": "service-proxy", "pods": [], "podsKnown": false}).granted
}

test_an_unstamped_pod_has_the_tier_of_its_namespace if {
	not asked({"namespace": tier("restricted")}).granted
	asked({}).granted
}

test_an_unknown_runtime_policy_is_restricted if {
	not asked({"pods": [pod("relaxed")]}).granted
}

node(path) := asked({
	"door": "node-proxy", "namespace": object.union(tier("restricted"), {"name": ""}),
	"target": {"kind": "Node", "name": "n1"}, "pods": [], "podsKnown": false,
	"destination": {"port": "", "path": path, "pathDigest": "sha256:0"},
})

test_a_node_is_monitored_by_exact_paths_only if {
	every path in doors.node_monitoring_paths {
		node(path).granted
	}
	every path in ["/exec/shop/web-1/app", "/run/shop/web-1/app", "/pods", "/metrics/../run/shop/web-1/app", "/metrics/", ""] {
		not node(path).granted
	}
}

token(requester, name, seconds) := asked({
	"door": "token-request", "namespace": tier(name),
	"requester": {"username": requester, "groups": []},
	"target": {"kind": "ServiceAccount", "name": "web"}, "pods": [], "podsKnown": false,
	"token": {"audiences": ["vault"], "expirationSeconds": seconds, "boundKind": "", "boundName": ""},
})

test_tokens_by_tier_and_lifetime if {
	codes(token("dev", "restricted", 600)) == ["grant-needed"]
	codes(token("dev", "standard", 600)) == []
	codes(token("dev", "standard", 86401)) == ["token-lifetime"]
	codes(token("dev", "development", 31536000)) == ["token-lifetime"]
}

test_a_minter_may_ask_in_every_tier_but_not_for_long if {
	minters := {"system:serviceaccount:secrets:store"}
	codes(token("system:serviceaccount:secrets:store", "restricted", 600)) == [] with doors.token_minters as minters
	codes(token("system:serviceaccount:secrets:store", "restricted", 7200)) == ["token-lifetime"] with doors.token_minters as minters
}

debug(container, name) := asked({
	"door": "ephemeral-container", "namespace": tier(name), "pods": [pod(name)], "grant": granted,
	"change": {"containers": [container], "resources": []},
})

test_a_plain_debug_container_needs_what_the_table_says if {
	plain := {"name": "d", "image": "tools:1", "securityContext": {"capabilities": {"add": ["CHOWN", 7]}}}
	every name in ["restricted", "standard"] {
		codes(debug(plain, name)) == ["door-granted"]
	}
	codes(debug(plain, "development")) == ["door-recorded"]
	codes(debug({"image": 7}, "development")) == ["door-recorded"]
}

test_no_grant_makes_up_for_the_powers_of_the_node if {
	every container in [
		{"name": "d", "securityContext": {"privileged": true}},
		{"name": 7, "securityContext": {"capabilities": {"add": ["cap_sys_admin"]}}},
	] {
		every name in ["restricted", "standard"] {
			not debug(container, name).granted
			codes(debug(container, name)) == ["debug-node-power"]
		}
		debug(container, "development").granted
		sort(codes(debug(container, "development"))) == ["debug-node-power", "door-recorded"]
	}
}

amount(within) := {
	"container": "app", "bound": "limits", "resource": "cpu", "from": 0.5, "to": 2,
	"least": 0.1, "most": 4, "withinRange": within,
}

resize(amounts, name) := asked({
	"door": "resize", "namespace": tier(name), "pods": [pod(name)],
	"change": {"containers": [], "resources": amounts},
})

test_a_resize_within_the_range_needs_no_grant if {
	every name in ["restricted", "standard", "development"] {
		codes(resize([amount(true)], name)) == ["door-recorded"]
	}
	codes(resize([amount(true), amount(false)], "restricted")) == ["grant-needed"]
	codes(resize([], "restricted")) == ["grant-needed"]
	codes(resize([amount(false)], "development")) == ["door-recorded"]
}
