package driftseal.access

decision := {"granted": true} if input.name == "never"
