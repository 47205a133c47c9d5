package driftseal.grant

decision := {"granted": true, "reasons": [], "warnings": []} if input.name == "never"
