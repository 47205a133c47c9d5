package driftseal.admission

decision := {"seen": input.name}
