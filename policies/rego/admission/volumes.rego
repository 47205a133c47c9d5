package driftseal.admission

# METADATA
# title: Kind of volume
# description: |
#   These need no right on storage of the node or of the network. Storage of any other kind is claimed
#   by a PersistentVolumeClaim, which an administrator answers. A hostPath has a rule of its own.
# custom:
#   code: volume-kind
#   severity: medium
#   effect: {restricted: refuse}
#   controls: [PSS restricted restrictedVolumes]
volume_kind := rego.metadata.rule()

restricted_violations contains violating(volume_kind, message, entry.field) if {
	some entry in volumes
	some member, source in entry.volume
	source != null
	not member in volume_members
	message := sprintf("Use a PersistentVolumeClaim for volume %s.", [entry.name])
}

# METADATA
# title: Members of a volume
# description: |
#   Those that restricted admits. A volume of no kind is an emptyDir to the API server; hostPath is here
#   because another rule has it.
volume_members := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"hostPath",
	"image",
	"name",
	"persistentVolumeClaim",
	"projected",
	"secret",
}
