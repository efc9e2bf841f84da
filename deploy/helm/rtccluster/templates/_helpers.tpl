{{- define "rtccluster.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "rtccluster.labels" -}}
app.kubernetes.io/name: rtccluster
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "rtccluster.selector" -}}
app.kubernetes.io/name: rtccluster
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "rtccluster.image" -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end }}{{ .repository }}:{{ $tag }}
{{- end -}}

{{- /* What every process has: the four settings, and yours. */ -}}
{{- define "rtccluster.env" -}}
- name: POD_IP
  valueFrom: { fieldRef: { fieldPath: status.podIP } }
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- name: Cluster__ClusterId
  value: {{ .root.Values.cluster.id | quote }}
- name: Cluster__ConnectionString
  valueFrom: { secretKeyRef: { name: {{ .root.Values.cluster.secretName | quote }}, key: {{ .root.Values.cluster.redisKey | quote }} } }
- name: Database__ConnectionString
  valueFrom: { secretKeyRef: { name: {{ .root.Values.cluster.secretName | quote }}, key: {{ .root.Values.cluster.postgresKey | quote }} } }
- name: Data__SharedPath
  value: /shared
- name: Data__Path
  value: /data
- name: DOTNET_GCgen0size
  value: "0x4000000"
- name: Cluster__Address
  value: $(POD_IP)
{{- range $key, $value := merge (dict) .own .root.Values.settings }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "rtccluster.pod-security" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "rtccluster.container-security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- /* A process that cannot reach its stores waits for them, and is not helped by a restart: live is asked seldom, the start may take long. */ -}}
{{- define "rtccluster.probes" -}}
startupProbe:
  httpGet: { path: /healthz/live, port: {{ .live }} }
  periodSeconds: 5
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz/live, port: {{ .live }} }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /healthz/ready, port: {{ .ready }} }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- end -}}
