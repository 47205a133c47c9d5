# METADATA
# title: Drift
# description: How severe are the findings of one workload, and who must hear of them?
# schemas:
#   - input: schema["drift-input"]
package driftseal.drift

import data.driftseal.lib.tiers

# METADATA
# title: Decision
# description: Always defined. The severity is the worst of all findings.
# entrypoint: true
decision := {
	"severity": severity,
	"incident": severity in incident_severities,
	"notify": channels[severity],
}

# METADATA
# title: Tier
# description: The stricter one of the stamp and the namespace.
tier := tiers.of_workload(input.runtimePolicy, input.namespace)

# METADATA
# title: Severities, worst first
# description: The words are those of PagerDuty.
severities := ["critical", "error", "warning", "info"]

# METADATA
# title: Severities that make an incident
# description: The rest is evidence, nobody is called for it.
incident_severities := {"critical", "error", "warning"}

# METADATA
# title: Who hears of it
# description: A page for what cannot wait until the morning.
channels := {
	"critical": ["slack", "pagerduty"],
	"error": ["slack", "pagerduty"],
	"warning": ["slack"],
	"info": [],
}

# METADATA
# title: Severity by reason code and tier
# description: |
#   A forged or copied stamp and a pod that no owner explains are attacks everywhere. A changed form
#   may be a hurried repair where that is usual. An expired key is our own housekeeping.
table := {
	"baseline-changed": {"restricted": "error", "standard": "error", "development": "warning"},
	"door-against-policy": {"restricted": "critical", "standard": "error", "development": "info"},
	"form-changed": {"restricted": "critical", "standard": "error", "development": "warning"},
	"not-derived-from-owner": {"restricted": "critical", "standard": "critical", "development": "error"},
	"policy-label-changed": {"restricted": "critical", "standard": "error", "development": "warning"},
	"stamp-copied": {"restricted": "critical", "standard": "critical", "development": "error"},
	"stamp-edited": {"restricted": "critical", "standard": "error", "development": "warning"},
	"stamp-expired-key": {"restricted": "warning", "standard": "warning", "development": "info"},
	"stamp-forged": {"restricted": "critical", "standard": "critical", "development": "error"},
	"stamp-malformed": {"restricted": "error", "standard": "error", "development": "warning"},
	"unstamped": {"restricted": "error", "standard": "warning", "development": "info"},
	"webhook-configuration-changed": {"restricted": "critical", "standard": "critical", "development": "critical"},
	"webhook-configuration-deleted": {"restricted": "critical", "standard": "critical", "development": "critical"},
	"webhook-certificate-untrusted": {"restricted": "critical", "standard": "critical", "development": "critical"},
}

# METADATA
# title: Severity of the workload
# description: The first in the list that any finding has.
severity := [name | some name in severities; name in found][0]

# METADATA
# title: Severities found
# description: One for every finding.
found contains of_finding(finding) if {
	some finding in input.findings
}

# METADATA
# title: Severity of one finding
# description: |
#   Where nothing is enforced yet, a missing stamp is the normal state of what ran before us. A code
#   that this table does not know is an error until somebody has judged it.
of_finding(finding) := "info" if {
	finding.code == "unstamped"
	input.namespace.mode != "enforce"
} else := table[finding.code][tier] if {
	finding.code in object.keys(table)
} else := "error"
