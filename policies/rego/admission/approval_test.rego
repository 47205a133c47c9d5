package driftseal.admission_test

import data.driftseal.admission

# One line a case: does the namespace ask, what came, and the codes of reasons and warnings by tier.
approval_table := [
	{"asks": false, "state": "none", "restricted": set(), "standard": set(), "warned": set()},
	{"asks": true, "state": "none", "restricted": {"approval-required"}, "standard": {"approval-required"}, "warned": set()},
	{"asks": true, "state": "requested", "restricted": set(), "standard": set(), "warned": set()},
	{"asks": true, "state": "verified", "restricted": set(), "standard": set(), "warned": set()},
	{"asks": true, "state": "refused", "restricted": {"approval-refused"}, "standard": {"approval-refused"}, "warned": set()},
	{"asks": false, "state": "refused", "restricted": set(), "standard": set(), "warned": {"approval-refused"}},
]

asked(row, tier, approver) := decision if {
	asks := {true: {"driftseal.io/approval": "required"}, false: {}}[row.asks]
	request := object.union(review(pod(clean_spec), object.union({"driftseal.io/tier": tier}, asks)), {
		"approver": approver,
		"approval": {"state": row.state, "explanation": "it is another object's"},
	})
	decision := admission.decision with input as request
}

test_approvals if {
	every row in approval_table {
		every tier in ["restricted", "standard"] {
			decision := asked(row, tier, "alice")
			codes(decision.reasons) == row[tier]
			codes(decision.warnings) == row.warned
			every reason in array.concat(decision.reasons, decision.warnings) {
				count(reason.message) < 120
			}
		}
		count(asked(row, "development", "alice").reasons) == 0
	}
}

test_a_requester_does_not_approve_where_the_tier_says_so if {
	row := {"asks": true, "state": "verified"}
	codes(asked(row, "restricted", "ci").reasons) == {"approval-self"}
	codes(asked(row, "standard", "ci").warnings) == {"approval-self"}
	count(asked(row, "development", "ci").warnings) == 0
	asked(row, "restricted", "alice").admitted
}

test_an_approval_that_does_not_hold_says_why if {
	some reason in asked({"asks": true, "state": "refused"}, "standard", "").reasons
	reason.message == "Its approval does not hold: it is another object's."
}
