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
What is being deleted has been decided about: nobody waits for us to take a finalizer away, or to finish a namespace.
*/}}
{{- define "driftseal.notBeingDeleted" -}}
- name: not-being-deleted
  expression: "request.operation != 'UPDATE' || !has(oldObject.metadata.deletionTimestamp)"
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

{{/*
The webhooks of one review, as JSON. Each namespace is selected by exactly one of them, and the path tells the webhook
which: it judges by what the API server saw. Call with (dict "review" "verify" "failurePolicy" "Fail"), the policy where
a namespace enforces; behind broken glass and everywhere else it is Ignore.
*/}}
{{- define "driftseal.callers" -}}
{{- $enforced := dict "key" "driftseal.io/mode" "operator" "In" "values" (list "enforce") -}}
{{- $other := dict "key" "driftseal.io/mode" "operator" "NotIn" "values" (list "enforce") -}}
{{- $whole := dict "key" "driftseal.io/break-glass" "operator" "DoesNotExist" -}}
{{- $broken := dict "key" "driftseal.io/break-glass" "operator" "Exists" -}}
{{- $path := printf "/%s" .review -}}
{{- $callers := list
  (dict "name" (printf "%s.enforce.driftseal.io" .review) "path" (printf "%s/enforce" $path) "failurePolicy" .failurePolicy "selectors" (list $enforced $whole))
  (dict "name" (printf "%s.break-glass.driftseal.io" .review) "path" $path "failurePolicy" "Ignore" "selectors" (list $enforced $broken))
  (dict "name" (printf "%s.driftseal.io" .review) "path" $path "failurePolicy" "Ignore" "selectors" (list $other))
-}}
{{- dict "callers" $callers | toJson -}}
{{- end }}

{{/*
As above, for the verification: what neither form nor stamp covers is not asked about, so that a controller's scaling
and bookkeeping pass while the webhook is away. What is left out here changes no form and no metadata of ours, and would
be passed by the webhook all the same. Of other kinds than these two everything but status is asked about.
*/}}
{{- define "driftseal.formOrStampChanged" -}}
- name: form-or-stamp-changed
  expression: >-
    request.operation != 'UPDATE' ||
    object.metadata.?labels != oldObject.metadata.?labels ||
    object.metadata.?ownerReferences != oldObject.metadata.?ownerReferences ||
    (!(request.resource.group == 'apps' && request.resource.resource in ['deployments', 'replicasets']) &&
    (object.?spec != oldObject.?spec || object.metadata.?annotations != oldObject.metadata.?annotations)) ||
    (request.resource.group == 'apps' && request.resource.resource in ['deployments', 'replicasets'] && (
    !object.spec.all(key, key == 'replicas' || (key in oldObject.spec && oldObject.spec[key] == object.spec[key])) ||
    !oldObject.spec.all(key, key == 'replicas' || key in object.spec) ||
    !object.metadata.?annotations.orValue({}).all(key, !key.startsWith('stamp.driftseal.io/') ||
    oldObject.metadata.?annotations.orValue({})[?key].orValue('') == object.metadata.annotations[key]) ||
    !oldObject.metadata.?annotations.orValue({}).all(key, !key.startsWith('stamp.driftseal.io/') ||
    key in object.metadata.?annotations.orValue({}))))
{{- end }}
