package driftseal.response

decision := {}
