package system.driftseal

# Proves to the asker that it talks to the program it started: only that one has the secret.
proof := crypto.hmac.sha256(input.challenge, opa.runtime().env.DRIFTSEAL_PROOF_SECRET)
