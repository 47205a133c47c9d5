package driftseal.grant_test

import data.driftseal.grant

request := {
	"schema": "driftseal.grant/v1",
	"door": "exec",
	"container": "app",
	"command": {"program": "psql", "argumentCount": 1, "argumentsDigest": "sha256:0"},
	"wildcards": 0,
	"openEnded": false,
	"port": "",
	"user": "dev",
	"reason": "INC-1: look at locks",
	"lifetimeSeconds": 900,
	"image": "",
	"uses": 3,
	"target": {"kind": "Pod", "name": "web-1"},
	"pods": [{"name": "web-1", "labels": {}, "runtimePolicy": "restricted"}],
	"podsKnown": true,
	"namespace": {"name": "shop", "labels": {"driftseal.io/tier": "restricted"}, "mode": "enforce"},
	"requester": {"username": "dev", "groups": ["developers"]},
}

codes(changes) := {reason.code | some reason in answer.reasons} if {
	answer := grant.decision with input as object.union(request, changes)
}

standard := {
	"door": "resize",
	"pods": [],
	"namespace": {"name": "shop", "labels": {"driftseal.io/tier": "standard"}, "mode": "enforce"},
}

test_a_modest_request_is_granted if {
	codes({}) == set()
	grant.decision.granted with input as request
	codes(object.union(standard, {"lifetimeSeconds": 3600, "uses": 10, "wildcards": 1, "openEnded": true})) == set()
}

test_every_limit_refuses_and_names_its_field if {
	every code, changes in {
		"grant-lifetime": {"lifetimeSeconds": 901},
		"grant-uses": {"uses": 4},
		"grant-reason": {"reason": "   x     "},
		"grant-command": {"wildcards": 1},
		"grant-user": {"user": "somebody"},
		"grant-impossible": {"door": "eviction"},
	} {
		codes(changes) == {code}
	}
	codes({"openEnded": true}) == {"grant-command"}
}

test_a_door_that_is_open_or_closed_needs_no_grant if {
	codes(object.union(standard, {"door": "exec"})) == {"grant-impossible"}
	codes(object.union(standard, {"door": "node-proxy"})) == {"grant-impossible"}
}

test_an_issuer_asks_for_others if {
	codes({"user": "somebody", "requester": {"username": "admin", "groups": ["system:masters"]}}) == set()
}

test_the_stamp_counts_where_it_is_stricter if {
	codes({"namespace": {"name": "shop", "labels": {"driftseal.io/tier": "standard"}, "mode": "enforce"}, "lifetimeSeconds": 3600}) == {"grant-lifetime"}
}
