{{/* Labels of every object of the chart. */}}
{{- define "driftseal.labels" -}}
app.kubernetes.io/name: driftseal
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Namespaces in which nothing of ours may stand in the way, as a JSON list. */}}
{{- define "driftseal.exemptNamespaces" -}}
{{- concat (list .Release.Namespace "kube-system") .Values.exemptNamespaces | uniq | toJson -}}
{{- end }}

{{/* Selects all namespaces that are not exempt. */}}
{{- define "driftseal.namespaces" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values: {{ include "driftseal.exemptNamespaces" . }}
{{- end }}

{{/* Where the API server finds the webhook. Call with (dict "root" $ "path" "/stamp"). */}}
{{- define "driftseal.clientConfig" -}}
{{- with .root.Values.webhook }}
{{- if .url }}
url: {{ printf "%s%s" .url $.path | quote }}
{{- else }}
service:
  namespace: {{ $.root.Release.Namespace }}
  name: {{ .service.name }}
  port: {{ .service.port }}
  path: {{ $.path }}
{{- end }}
{{- with .caBundle }}
caBundle: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{/*
A call is saved where nothing that the canonical form or the stamp covers has changed: status of replicas, finalizers,
managed fields. Optional access (?) keeps an absent field from becoming an error, which would count as a failed call.
*/}}
{{- define "driftseal.somethingOfOursChanged" -}}
- name: something-of-ours-changed
  expression: >-
    request.operation != 'UPDATE' ||
    object.?spec != oldObject.?spec ||
    object.metadata.?labels != oldObject.metadata.?labels ||
    object.metadata.?annotations != oldObject.metadata.?annotations ||
    object.metadata.?ownerReferences != oldObject.metadata.?ownerReferences
{{- end }}

{{/*
The objects whose configuration is stamped. Call with (dict "pods" (list "pods" ...) "customRoots" .Values.customRoots).
*/}}
{{- define "driftseal.workloadRules" -}}
- apiGroups: [""]
  apiVersions: ["v1"]
  resources: {{ append .pods "replicationcontrollers" | toJson }}
  operations: ["CREATE", "UPDATE"]
  scope: Namespaced
- apiGroups: ["apps"]
  apiVersions: ["v1"]
  resources: ["deployments", "replicasets", "statefulsets", "daemonsets"]
  operations: ["CREATE", "UPDATE"]
  scope: Namespaced
- apiGroups: ["batch"]
  apiVersions: ["v1"]
  resources: ["jobs", "cronjobs"]
  operations: ["CREATE", "UPDATE"]
  scope: Namespaced
{{- range .customRoots }}
- apiGroups: [{{ .group | quote }}]
  apiVersions: [{{ .version | quote }}]
  resources: [{{ .plural | quote }}]
  operations: ["CREATE", "UPDATE"]
  scope: Namespaced
{{- end }}
{{- end }}

{{/* Rights on the objects of custom roots. Call with (dict "customRoots" .Values.customRoots "verbs" (list ...)). */}}
{{- define "driftseal.customRootRights" -}}
{{- range .customRoots }}
- apiGroups: [{{ .group | quote }}]
  resources: [{{ .plural | quote }}]
  verbs: {{ $.verbs | toJson }}
{{- end }}
{{- end }}
