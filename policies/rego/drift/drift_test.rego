package driftseal.drift_test

import data.driftseal.drift

judged(codes, tier, mode) := answer if {
	answer := drift.decision with input as {
		"schema": "driftseal.drift/v1",
		"workload": {"kind": "Pod", "namespace": "shop", "name": "web-1", "uid": "u"},
		"runtimePolicy": tier,
		"namespace": {"name": "shop", "labels": {"driftseal.io/tier": tier}, "mode": mode},
		"findings": [{"code": code, "message": "m", "fields": []} | some code in codes],
		"coverage": {"observed": ["configuration"], "notObserved": ["process"]},
	}
}

# Every reason code of the scanner: restricted, standard, development.
table := {
	"baseline-changed": ["error", "error", "warning"],
	"door-against-policy": ["critical", "error", "info"],
	"form-changed": ["critical", "error", "warning"],
	"not-derived-from-owner": ["critical", "critical", "error"],
	"policy-label-changed": ["critical", "error", "warning"],
	"stamp-copied": ["critical", "critical", "error"],
	"stamp-edited": ["critical", "error", "warning"],
	"stamp-expired-key": ["warning", "warning", "info"],
	"stamp-forged": ["critical", "critical", "error"],
	"stamp-malformed": ["error", "error", "warning"],
	"unstamped": ["error", "warning", "info"],
	"webhook-configuration-changed": ["critical", "critical", "critical"],
	"webhook-configuration-deleted": ["critical", "critical", "critical"],
	"webhook-certificate-untrusted": ["critical", "critical", "critical"],
}

test_severity_of_every_reason_code_and_tier if {
	every code, severities in table {
		every position, tier in ["restricted", "standard", "development"] {
			judged([code], tier, "enforce").severity == severities[position]
		}
	}
	object.keys(table) == object.keys(drift.table)
}

test_the_worst_finding_counts if {
	judged(["stamp-expired-key", "stamp-forged", "unstamped"], "standard", "enforce").severity == "critical"
}

test_what_ran_before_us_is_no_incident if {
	every mode in ["observe", "warn"] {
		judged(["unstamped"], "restricted", mode) == {"severity": "info", "incident": false, "notify": []}
	}
}

test_tampering_is_an_incident_in_every_mode if {
	every mode in ["observe", "warn", "enforce"] {
		decision := judged(["form-changed"], "standard", mode)
		decision.incident
		decision.notify == ["slack", "pagerduty"]
	}
}

test_a_warning_pages_nobody if {
	judged(["stamp-expired-key"], "standard", "enforce") == {
		"severity": "warning",
		"incident": true,
		"notify": ["slack"],
	}
}

test_a_code_nobody_judged_is_an_error if {
	judged(["new-check"], "development", "enforce").severity == "error"
}
