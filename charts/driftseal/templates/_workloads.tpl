{{/* An image by digest or by tag. Call with (dict "root" $ "name" "webhook" "digest" ...). */}}
{{- define "driftseal.image" -}}
{{- $images := .root.Values.images -}}
{{- if .digest -}}
{{ $images.registry }}/{{ .name }}@{{ .digest }}
{{- else -}}
{{ $images.registry }}/{{ .name }}:{{ $images.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* What selects the pods of one service. Call with its name. */}}
{{- define "driftseal.selector" -}}
app.kubernetes.io/name: driftseal
app.kubernetes.io/component: {{ . }}
{{- end }}

{{/* What every pod of ours has. Call with (dict "root" $ "values" .Values.webhook "name" "webhook"). */}}
{{- define "driftseal.podSpec" -}}
serviceAccountName: driftseal-{{ .name }}
# The token below is the only one: short-lived, and not for whoever else names the account.
automountServiceAccountToken: false
enableServiceLinks: false
{{- if .root.Values.priorityClass.create }}
priorityClassName: {{ .root.Values.priorityClass.name }}
{{- end }}
{{- with .root.Values.images.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  # Mounted Secrets belong to root; this is the group that may read them.
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{/* What every container of ours has. */}}
{{- define "driftseal.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: ["ALL"]
{{- end }}

{{/*
Probes of the management port. Call with the port. A start may take minutes on a busy node. A node that is busy for a few seconds
is no reason to leave the Service either: its other replica is as busy, and without any of them an enforcing namespace is closed.
Who ends leaves at once, ready or not, and so does a container that is gone.
*/}}
{{- define "driftseal.probes" -}}
startupProbe:
  httpGet: {path: /livez, port: management}
  periodSeconds: 2
  failureThreshold: 90
readinessProbe:
  httpGet: {path: /readyz, port: management}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 3
livenessProbe:
  httpGet: {path: /livez, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{- define "driftseal.volumeMounts" -}}
- {name: configuration, mountPath: /etc/driftseal/configuration, readOnly: true}
- {name: keys, mountPath: /etc/driftseal/keys, readOnly: true}
- {name: token, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true}
- {name: temporary, mountPath: /tmp}
{{- end }}

{{/* Call with (dict "name" "webhook" "keysSecret" ...). */}}
{{- define "driftseal.volumes" -}}
- name: configuration
  configMap:
    name: driftseal-{{ .name }}
- name: keys
  secret:
    secretName: {{ .keysSecret }}
    defaultMode: 0400
- name: token
  projected:
    defaultMode: 0440
    sources:
      - serviceAccountToken: {path: token, expirationSeconds: 3600}
      - configMap:
          name: kube-root-ca.crt
          items: [{key: ca.crt, path: ca.crt}]
# Programs are unpacked here: SQLite's library, and policies for the engine.
- name: temporary
  emptyDir: {sizeLimit: 256Mi}
{{- end }}

{{/* Not empty where something of the cluster is declared. */}}
{{- define "driftseal.declares" -}}
{{- if or .Values.declarations.admissionPlugins .Values.declarations.injectors }}yes{{ end -}}
{{- end }}

{{/* Rego: what is in the image, or your own; which custom kinds are stamped; what is declared of the cluster. */}}
{{- define "driftseal.policyDirectory" -}}
{{- empty .Values.policies.configMap | ternary "/opt/driftseal/policies/rego" "/etc/driftseal/policies" -}}
{{- end }}

{{/* Keys of the configuration that choose the engine. */}}
{{- define "driftseal.policyEngine" -}}
policyEngine: {{ .Values.policies.engine }}
{{- if eq .Values.policies.engine "server" }}
{{- with .Values.policies.server }}
policyServerUrl: {{ required "policies.server.url is needed by policies.engine: server" .url | quote }}
{{- if .authoritiesConfigMap }}
policyServerCa: /etc/driftseal/policy-server/authorities/ca.crt
{{- end }}
{{- if .certificateSecret }}
policyServerCertificate: /etc/driftseal/policy-server/certificate
{{- end }}
{{- if .tokenSecret }}
policyServerToken: /etc/driftseal/policy-server/token/token
{{- end }}
{{- if .revision }}
policyServerRevision: {{ .revision | quote }}
{{- end }}
{{- if .name }}
policyServerName: {{ .name | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Configuration keys of the policies' sources, the same for every service that decides by them. */}}
{{- define "driftseal.policySources" -}}
{{- $sources := dict "policyDirectory" (include "driftseal.policyDirectory" .) "compiledPolicies" "/opt/driftseal/policies/compiled" }}
{{- if .Values.policies.fromConfigMaps }}
{{- $sources = set $sources "policyConfigMaps" .Release.Namespace }}
{{- end }}
{{- with .Values.policies.bundle }}
{{- if .url }}
{{- $sources = merge $sources (dict "policyBundleUrl" .url "policyBundlePeriod" .period) }}
{{- if .keysSecret }}{{ $sources = set $sources "policyBundleKeys" "/etc/driftseal/policy-bundle/verification-keys.json" }}{{ end }}
{{- if .tokenSecret }}{{ $sources = set $sources "policyBundleToken" "/etc/driftseal/policy-bundle/token" }}{{ end }}
{{- if .authoritiesConfigMap }}{{ $sources = set $sources "policyBundleAuthorities" "/etc/driftseal/policy-bundle/ca.crt" }}{{ end }}
{{- end }}
{{- end }}
{{- toJson $sources -}}
{{- end }}

{{/* Not empty where files are mounted for the bundle server. */}}
{{- define "driftseal.policyBundleFiles" -}}
{{- with .Values.policies.bundle }}
{{- if and .url (or .keysSecret .tokenSecret .authoritiesConfigMap) }}yes{{ end -}}
{{- end }}
{{- end }}

{{- define "driftseal.policyMount" -}}
{{- if eq .Values.policies.engine "server" }}
{{- with .Values.policies.server }}
{{- if .authoritiesConfigMap }}
- {name: policy-server-authorities, mountPath: /etc/driftseal/policy-server/authorities, readOnly: true}
{{- end }}
{{- if .certificateSecret }}
- {name: policy-server-certificate, mountPath: /etc/driftseal/policy-server/certificate, readOnly: true}
{{- end }}
{{- if .tokenSecret }}
- {name: policy-server-token, mountPath: /etc/driftseal/policy-server/token, readOnly: true}
{{- end }}
{{- end }}
{{- end }}
{{- if include "driftseal.policyBundleFiles" . }}
- {name: policy-bundle, mountPath: /etc/driftseal/policy-bundle, readOnly: true}
{{- end }}
{{- if .Values.policies.configMap }}
- {name: policies, mountPath: /etc/driftseal/policies, readOnly: true}
{{- end }}
{{- if .Values.customRoots }}
- {name: custom-roots, mountPath: /etc/driftseal/custom-roots, readOnly: true}
{{- end }}
{{- if include "driftseal.declares" . }}
- {name: declarations, mountPath: /etc/driftseal/declarations, readOnly: true}
{{- end }}
{{- end }}

{{- define "driftseal.policyVolume" -}}
{{- if eq .Values.policies.engine "server" }}
{{- with .Values.policies.server }}
{{- if .authoritiesConfigMap }}
- name: policy-server-authorities
  configMap:
    name: {{ .authoritiesConfigMap }}
{{- end }}
{{- if .certificateSecret }}
- name: policy-server-certificate
  secret:
    secretName: {{ .certificateSecret }}
    defaultMode: 0400
{{- end }}
{{- if .tokenSecret }}
- name: policy-server-token
  secret:
    secretName: {{ .tokenSecret }}
    defaultMode: 0400
{{- end }}
{{- end }}
{{- end }}
{{- if include "driftseal.policyBundleFiles" . }}
- name: policy-bundle
  projected:
    defaultMode: 0440
    sources:
      {{- with .Values.policies.bundle.keysSecret }}
      - secret: {name: {{ . }}, items: [{key: verification-keys.json, path: verification-keys.json}]}
      {{- end }}
      {{- with .Values.policies.bundle.tokenSecret }}
      - secret: {name: {{ . }}, items: [{key: token, path: token}]}
      {{- end }}
      {{- with .Values.policies.bundle.authoritiesConfigMap }}
      - configMap: {name: {{ . }}, items: [{key: ca.crt, path: ca.crt}]}
      {{- end }}
{{- end }}
{{- if .Values.customRoots }}
- name: custom-roots
  configMap:
    name: driftseal-custom-roots
{{- end }}
{{- if include "driftseal.declares" . }}
- name: declarations
  configMap:
    name: driftseal-declarations
{{- end }}
{{- with .Values.policies }}
{{- if .configMap }}
- name: policies
  configMap:
    name: {{ .configMap }}
    {{- with .items }}
    items:
      {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A claim for a StatefulSet. Call with the persistence values. */}}
{{- define "driftseal.claim" -}}
- metadata:
    name: state
  spec:
    accessModes: ["ReadWriteOnce"]
    {{- with .storageClass }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .size }}
{{- end }}

{{/* A configuration file: the chart's keys, and yours over them. Call with (dict "own" dict "yours" dict). */}}
{{- define "driftseal.configuration" -}}
{{- toYaml (merge (deepCopy .yours) .own) }}
{{- end }}

{{/* Which webhook configurations cert-manager is to write the CA into. */}}
{{- define "driftseal.caInjection" -}}
{{- if eq .Values.webhook.certificate.source "cert-manager" }}
annotations:
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/driftseal-webhook
{{- end }}
{{- end }}
