package driftseal.access_test

import data.driftseal.access

asked(runtime_policy, labels) := answer if {
	answer := access.decision with input as {
		"schema": "driftseal.access/v1",
		"door": "exec",
		"container": "app",
		"command": {"program": "sh", "argumentCount": 0, "argumentsDigest": "sha256:0"},
		"namespace": {"name": "shop", "labels": labels, "mode": "enforce"},
		"requester": {"username": "dev", "groups": []},
		"pod": {"name": "web-1", "labels": {}, "runtimePolicy": runtime_policy},
	}
}

tier(name) := {"driftseal.io/tier": name}

test_restricted_denies_with_one_reason if {
	decision := asked("restricted", tier("restricted"))
	not decision.granted
	[reason] := decision.reasons
	reason.code == "door-closed"
	count(reason.message) < 120
}

test_standard_grants_and_tells_that_it_is_recorded if {
	decision := asked("standard", {})
	decision.granted
	[warning] := decision.warnings
	warning.code == "door-recorded"
}

test_development_grants_in_silence if {
	asked("development", tier("development")) == {"granted": true, "reasons": [], "warnings": []}
}

test_the_stricter_of_stamp_and_namespace_counts if {
	not asked("restricted", tier("development")).granted
	not asked("development", tier("restricted")).granted
}

test_an_unstamped_pod_has_the_tier_of_its_namespace if {
	not asked("", tier("restricted")).granted
	asked("", {}).granted
}

test_an_unknown_runtime_policy_is_restricted if {
	not asked("relaxed", tier("development")).granted
}
