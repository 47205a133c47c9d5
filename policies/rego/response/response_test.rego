package driftseal.response_test

import data.driftseal.response

base := {
	"schema": "driftseal.response/v1",
	"incident": {
		"id": "inc-1",
		"severity": "critical",
		"findings": [{"code": "form-changed", "message": "m", "fields": []}],
	},
	"workload": {"kind": "Pod", "namespace": "shop", "name": "web-1", "uid": "u"},
	"ownerKind": "Deployment",
	"runtimePolicy": "restricted",
	"namespace": {"name": "shop", "labels": {"driftseal.io/tier": "restricted"}, "mode": "enforce"},
}

planned(patches) := answer if {
	answer := response.decision with input as json.patch(base, patches)
}

replace(path, value) := {"op": "replace", "path": path, "value": value}

of_tier(tier, severity) := planned([
	replace("/runtimePolicy", tier),
	replace("/namespace/labels", {"driftseal.io/tier": tier}),
	replace("/incident/severity", severity),
]).actions

test_plan_by_tier_and_severity if {
	every tier, plans in {
		"restricted": {"critical": ["deny-tokens", "delete-pod"], "error": ["deny-tokens"], "warning": [], "info": []},
		"standard": {"critical": ["deny-tokens"], "error": ["deny-tokens"], "warning": [], "info": []},
		"development": {"critical": [], "error": [], "warning": [], "info": []},
	} {
		every severity, actions in plans {
			of_tier(tier, severity) == actions
		}
	}
}

test_owners_that_cannot_bear_a_deletion_keep_their_pods if {
	every owner in ["StatefulSet", "DaemonSet", "Job", "Rollout"] {
		planned([replace("/ownerKind", owner)]).actions == ["deny-tokens"]
	}
	every owner in ["", "Deployment", "ReplicaSet"] {
		"delete-pod" in planned([replace("/ownerKind", owner)]).actions
	}
}

test_nothing_is_done_where_nothing_is_enforced if {
	every mode in ["observe", "warn"] {
		planned([replace("/namespace/mode", mode)]) == {
			"actions": [],
			"rationale": sprintf("Namespace is in mode %s.", [mode]),
		}
	}
}

test_nothing_is_done_for_a_missing_stamp_alone if {
	every code in ["unstamped", "stamp-expired-key", "stamp-malformed", "new-check"] {
		planned([replace("/incident/findings/0/code", code)]) == {
			"actions": [],
			"rationale": "No finding shows tampering.",
		}
	}
}

test_one_finding_of_tampering_is_enough if {
	patch := {"op": "add", "path": "/incident/findings/0", "value": {"code": "unstamped", "message": "m", "fields": []}}
	"deny-tokens" in planned([patch]).actions
}

test_only_pods_are_acted_on if {
	planned([replace("/workload/kind", "Deployment")]).actions == []
}

test_every_plan_says_why_in_one_short_sentence if {
	every patches in [
		[],
		[replace("/ownerKind", "StatefulSet")],
		[replace("/incident/severity", "info")],
		[replace("/namespace/mode", "observe")],
	] {
		rationale := planned(patches).rationale
		rationale != ""
		count(rationale) < 120
	}
}
