# METADATA
# title: Doors
# description: What each door asks for in each tier. This is the table to change.
package driftseal.access.doors

# METADATA
# title: Rules
# description: |
#   open: used in silence, recorded like every use. record: the user is told so. grant: a signed access
#   grant must match. refuse: nobody.
rules := {
	"exec": {"restricted": "grant", "standard": "record", "development": "open"},
	"attach": {"restricted": "grant", "standard": "record", "development": "open"},
	"port-forward": {"restricted": "grant", "standard": "record", "development": "open"},
	"pod-proxy": {"restricted": "grant", "standard": "record", "development": "open"},
	"service-proxy": {"restricted": "grant", "standard": "record", "development": "open"},
	"node-proxy": {"restricted": "grant"},
	"ephemeral-container": {"restricted": "grant", "standard": "grant", "development": "record"},
	"resize": {"restricted": "grant", "standard": "grant", "development": "record"},
	"eviction": {"restricted": "open", "standard": "open", "development": "open"},
	"token-request": {"restricted": "grant", "standard": "record", "development": "open"},
}

# METADATA
# title: Doors that tell nobody
# description: Used by machines, for which a warning is noise.
silent := {"node-proxy", "token-request"}

# METADATA
# title: Paths of a kubelet that metrics are read from
# description: Exact paths, never prefixes. The list of pods is not among them; it shows every environment variable.
node_monitoring_paths := {
	"/healthz",
	"/metrics",
	"/metrics/cadvisor",
	"/metrics/probes",
	"/metrics/resource",
	"/stats/summary",
}

# METADATA
# title: Who may ask for tokens in every tier
# description: |
#   User names of controllers whose work it is, such as an external secret store's. The kubelet is not
#   asked about at all.
token_minters := set()

# METADATA
# title: Longest life of a token that somebody asks for
# description: In seconds; a day, and in restricted an hour.
longest_token_seconds := {"restricted": 3600, "standard": 86400, "development": 86400}
