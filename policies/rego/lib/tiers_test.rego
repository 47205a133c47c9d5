package driftseal.lib.tiers_test

import data.driftseal.lib.tiers

test_stricter if {
	tiers.stricter("development", "standard") == "standard"
	tiers.stricter("restricted", "standard") == "restricted"
	tiers.stricter("development", "development") == "development"
}

test_of_namespace if {
	tiers.of_namespace({"labels": {}}) == "standard"
	tiers.of_namespace({"labels": {"driftseal.io/tier": "development"}}) == "development"
	tiers.of_namespace({"labels": {"driftseal.io/tier": ""}}) == "restricted"
}
