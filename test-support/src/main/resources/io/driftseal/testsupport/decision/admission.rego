package driftseal.admission

decision := {"seen": input.name} if not input.value

decision := {"seen": input.value} if input.value
