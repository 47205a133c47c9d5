# Loaded beside the policies at every start. The program is asked to authenticate by bearer token
# and to authorise every request by this package, so that another process on this machine can
# neither ask questions nor read or change policies.
package system.authz

default allow := false

# Answers nothing but that the program listens.
allow if {
	input.method == "GET"
	input.path == ["health"]
}

# Open, because the asker shows its token only after it has seen the proof.
allow if {
	input.method == "POST"
	input.path == ["v1", "data", "system", "driftseal", "proof"]
}

# The only questions: one rule each of four packages.
allow if {
	input.method == "POST"
	["v1", "data", "driftseal", entry_point, "decision"] = input.path
	entry_point in {"admission", "access", "drift", "response"}
	crypto.hmac.equal(crypto.sha256(input.identity), opa.runtime().env.DRIFTSEAL_TOKEN_SHA256)
}
