{{- define "luyue.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 }}{{ end }}
{{- end }}

{{/* What pods of one component are found by: never changes. Takes (list $ component). */}}
{{- define "luyue.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: {{ $.Chart.Name }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "luyue.labels" -}}
{{- $ := index . 0 -}}
{{ include "luyue.selector" . }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version }}
{{- end }}

{{/* The image, by digest where there is one. Takes (list $ tag). */}}
{{- define "luyue.image" -}}
{{- $ := index . 0 -}}
{{- $tag := index . 1 -}}
{{- if and $.Values.image.digest (not $tag) -}}
{{ $.Values.image.repository }}@{{ $.Values.image.digest }}
{{- else -}}
{{ $.Values.image.repository }}:{{ $tag | default $.Values.image.tag | default $.Chart.AppVersion }}
{{- end }}
{{- end }}

{{- define "luyue.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "luyue.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* How Temporal is reached, for whoever speaks to it. */}}
{{- define "luyue.temporalSettings" -}}
LUYUE_TEMPORAL_ADDRESS: {{ .Values.temporal.address | quote }}
LUYUE_TEMPORAL_NAMESPACE: {{ .Values.temporal.namespace | quote }}
{{- if .Values.temporal.tls.enabled }}
LUYUE_TEMPORAL_TLS: "true"
{{- with .Values.temporal.tls.serverName }}
LUYUE_TEMPORAL_TLS_SERVER_NAME: {{ . | quote }}
{{- end }}
{{- if .Values.secrets.temporalTls.name }}
LUYUE_TEMPORAL_TLS_CA: /secrets/temporal-tls/ca.crt
{{- end }}
{{- if .Values.temporal.tls.mutual }}
LUYUE_TEMPORAL_TLS_CERT: /secrets/temporal-tls/tls.crt
LUYUE_TEMPORAL_TLS_KEY: /secrets/temporal-tls/tls.key
{{- end }}
{{- end }}
{{- end }}

{{/* A variable from a secret, where it is named. Takes (list variable secret). */}}
{{- define "luyue.fromSecret" -}}
{{- $secret := index . 1 -}}
{{- if $secret.name }}
- name: {{ index . 0 }}
  valueFrom: {secretKeyRef: {name: {{ $secret.name }}, key: {{ $secret.key }}}}
{{- end }}
{{- end }}

{{/* Volumes with the secrets that are files and what else is added, and where they are mounted. Takes (list $ name…),
names in `secrets`. */}}
{{- define "luyue.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- $ := index . 0 }}
{{- range $name := rest . }}
{{- with (index $.Values.secrets $name).name }}
- name: {{ kebabcase $name }}
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- with $.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "luyue.mounts" -}}
- {name: tmp, mountPath: /tmp}
{{- $ := index . 0 }}
{{- range $name := rest . }}
{{- if (index $.Values.secrets $name).name }}
- {name: {{ kebabcase $name }}, mountPath: /secrets/{{ kebabcase $name }}, readOnly: true}
{{- end }}
{{- end }}
{{- with $.Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Where pods run, and how else every pod is alike. Takes (list $ component values). */}}
{{- define "luyue.pod" -}}
{{- $ := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index . 2 -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext: {{- include "luyue.podSecurity" $ | nindent 2 }}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "luyue.selector" (list $ $component) | nindent 8 }}
  {{- end }}
{{- end }}
