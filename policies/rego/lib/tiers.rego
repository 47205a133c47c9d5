# METADATA
# title: Tiers of runtime policy
# description: |
#   The tier of a namespace is its label driftseal.io/tier. A stamped workload keeps the tier it was
#   stamped with; where that and the namespace differ, the stricter one counts.
package driftseal.lib.tiers

# METADATA
# title: Tiers, strictest first
# description: The names are also those of the runtime policies that stamps assign.
names := ["restricted", "standard", "development"]

# METADATA
# title: Namespace label
# description: Missing means standard.
label := "driftseal.io/tier"

# METADATA
# title: Tier of a namespace
# description: A value that is no tier counts as restricted, so that a typing error opens nothing.
of_namespace(namespace) := known(object.get(namespace.labels, label, "standard"))

# METADATA
# title: Tier of a running workload
# description: An empty runtime policy means that there is no stamp to trust; the namespace decides.
of_workload(runtime_policy, namespace) := of_namespace(namespace) if {
	runtime_policy == ""
} else := stricter(known(runtime_policy), of_namespace(namespace))

# METADATA
# title: Known tier
# description: The name itself, or restricted.
known(name) := name if {
	name in names
} else := "restricted"

# METADATA
# title: Stricter tier
# description: The one that comes first in the list of names.
stricter(one, other) := strictest({one, other})

# METADATA
# title: Strictest tier
# description: Of a set that is not empty.
strictest(tiers) := [name | some name in names; name in tiers][0]
