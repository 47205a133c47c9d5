package driftseal.admission

# METADATA
# title: Namespace label
# description: A namespace that carries it, whatever its value, admits what somebody approved.
approval_label := "driftseal.io/approval"

# METADATA
# title: Missing approval
# description: |
#   Nobody whom the administrators list has signed this form. A dry run that asks for the form to be
#   approved is let through: it stores nothing, and shows what there is to approve.
# custom:
#   code: approval-required
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [NIST CSF PR.PS-01]
approval_required := rego.metadata.rule()

violations contains violating(approval_required, message, field) if {
	approval_label in object.keys(input.namespace.labels)
	input.approval.state == "none"
	message := "Have it approved and annotate it with the approval."
	field := approval_field
}

# METADATA
# title: Approval that does not hold
# description: Where an approval is asked for, one that does not hold is none.
# custom:
#   code: approval-refused
#   severity: high
#   effect: {restricted: refuse, standard: refuse, development: warn}
#   controls: [NIST CSF PR.PS-01]
approval_refused := rego.metadata.rule()

violations contains violating(approval_refused, message, field) if {
	approval_label in object.keys(input.namespace.labels)
	input.approval.state == "refused"
	message := approval_told
	field := approval_field
}

# METADATA
# title: Approval that nobody asked for and does not hold
# description: Its author believes that it counts.
# custom:
#   code: approval-refused
#   severity: low
#   effect: {restricted: warn, standard: warn, development: warn}
#   controls: [NIST CSF PR.PS-01]
approval_unasked := rego.metadata.rule()

violations contains violating(approval_unasked, message, field) if {
	not approval_label in object.keys(input.namespace.labels)
	input.approval.state == "refused"
	message := approval_told
	field := approval_field
}

# METADATA
# title: Self-approval
# description: Whoever asks for a change is not the one who approves it.
# custom:
#   code: approval-self
#   severity: high
#   effect: {restricted: refuse, standard: warn, development: none}
#   controls: [NIST CSF PR.PS-01]
approval_self := rego.metadata.rule()

violations contains violating(approval_self, message, field) if {
	input.approval.state == "verified"
	input.approver == input.requester.username
	message := "Have it approved by somebody other than the requester."
	field := approval_field
}

# METADATA
# title: Field of the approval
# description: The annotation that carries it.
approval_field := "metadata.annotations[approval.driftseal.io]"

# METADATA
# title: Why an approval does not hold
# description: As the service found it.
approval_told := substring(sprintf("Its approval does not hold: %s.", [input.approval.explanation]), 0, 250)
