package driftseal.drift

decision := "allow"
