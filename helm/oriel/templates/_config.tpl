{{/* One of the ports, which services and policies have to name: oriel.port (list . "peer-port" 8081) */}}
{{- define "oriel.port" -}}
{{- $values := (index . 0).Values -}}
{{- $setting := index . 1 -}}
{{- $port := get (default dict $values.config.server) $setting | default (index . 2) | toString -}}
{{- if not (regexMatch "^[1-9][0-9]*$" $port) -}}
{{- fail (printf "config.server.%s: found '%s', expected a port that services can name, from 1 to 65535" $setting $port) -}}
{{- end -}}
{{- $port -}}
{{- end }}

{{- define "oriel.readerPort" -}}
{{- include "oriel.port" (list . "port" 8080) -}}
{{- end }}

{{- define "oriel.peerPort" -}}
{{- include "oriel.port" (list . "peer-port" 8081) -}}
{{- end }}

{{/* Empty if there is no management listener. */}}
{{- define "oriel.managementPort" -}}
{{- if hasKey (default dict .Values.config.server) "management-port" -}}
{{- include "oriel.port" (list . "management-port" 0) -}}
{{- end -}}
{{- end }}

{{/* The name of the port where metrics and health are told. */}}
{{- define "oriel.operatorPort" -}}
{{- ternary "management" "http" (not (empty (include "oriel.managementPort" .))) -}}
{{- end }}

{{/* config.server.shutdown-grace in whole seconds, rounded up. */}}
{{- define "oriel.shutdownSeconds" -}}
{{- $grace := get (default dict .Values.config.server) "shutdown-grace" | default "10s" | toString -}}
{{- if not (regexMatch "^[0-9]+(ms|s|m|h)?$" $grace) -}}
{{- fail (printf "config.server.shutdown-grace: found '%s', expected a plain duration such as 30s, since terminationGracePeriodSeconds follows from it" $grace) -}}
{{- end -}}
{{- $number := regexFind "^[0-9]+" $grace | int64 -}}
{{- $unit := regexFind "[a-z]+$" $grace -}}
{{- if eq $unit "ms" -}}{{- div (add $number 999) 1000 -}}
{{- else if eq $unit "m" -}}{{- mul $number 60 -}}
{{- else if eq $unit "h" -}}{{- mul $number 3600 -}}
{{- else -}}{{- $number -}}
{{- end -}}
{{- end }}

{{/* How long a pod may take to end: 30 s more than Oriel, which also covers one that is stopped while it starts. */}}
{{- define "oriel.terminationSeconds" -}}
{{- $shutdown := include "oriel.shutdownSeconds" . | int64 -}}
{{- if eq (toString .Values.terminationGracePeriodSeconds) "<nil>" -}}
{{- add $shutdown 30 -}}
{{- else if le (int64 .Values.terminationGracePeriodSeconds) $shutdown -}}
{{- fail (printf "terminationGracePeriodSeconds: found %d, expected more than config.server.shutdown-grace (%d s), or pods are killed while they drain" (int64 .Values.terminationGracePeriodSeconds) $shutdown) -}}
{{- else -}}
{{- int64 .Values.terminationGracePeriodSeconds -}}
{{- end -}}
{{- end }}

{{/* What the cluster adds to oriel.yaml. Secrets stay in variables, which Oriel fills in when it reads the file. */}}
{{- define "oriel.clusterConfig" -}}
application-id: {{ include "oriel.fullname" . }}
server:
  name: ${POD_NAME}
  advertised: ${POD_NAME}.{{ include "oriel.peers" . }}.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}:{{ include "oriel.peerPort" . }}
# Not the volume's root, which isn't Oriel's own and may hold a lost+found.
state-dir: /var/lib/oriel/state
kafka:
  {{- $sasl := not (empty .Values.kafka.sasl.mechanism) }}
  {{- if or $sasl .Values.kafka.tls.enabled }}
  security.protocol: {{ ternary "SASL_" "" $sasl }}{{ if .Values.kafka.tls.enabled }}SSL{{ else }}PLAINTEXT{{ end }}
  {{- end }}
  {{- if $sasl }}
  sasl.mechanism: {{ .Values.kafka.sasl.mechanism }}
  sasl.jaas.config: ${ORIEL_KAFKA_JAAS_CONFIG}
  {{- end }}
  {{- if and .Values.kafka.tls.enabled .Values.kafka.tls.caSecret }}
  ssl.truststore.type: PEM
  ssl.truststore.location: /etc/oriel/kafka-ca/{{ .Values.kafka.tls.caKey }}
  {{- end }}
  {{- if and .Values.kafka.tls.enabled .Values.kafka.tls.clientSecret }}
  ssl.keystore.type: PEM
  ssl.keystore.certificate.chain: ${ORIEL_KAFKA_CLIENT_CERTIFICATE}
  ssl.keystore.key: ${ORIEL_KAFKA_CLIENT_KEY}
  {{- end }}
  {{- if include "oriel.rack" . }}
  client.rack: {{ include "oriel.rack" . }}
  {{- end }}
  {{- if .Values.staticMembership.enabled }}
  group.instance.id: ${POD_NAME}
  session.timeout.ms: {{ int64 .Values.staticMembership.sessionTimeoutMs }}
  {{- end }}
{{- if include "oriel.rack" . }}
streams:
  client.tag.zone: {{ include "oriel.rack" . }}
  rack.aware.assignment.tags: zone
{{- end }}
{{- end }}

{{- define "oriel.rack" -}}
{{- if and .Values.rack.value .Values.rack.podLabel -}}
{{- fail "rack: found both value and podLabel, expected one of them" -}}
{{- end -}}
{{- if .Values.rack.podLabel -}}
${ORIEL_RACK:-unknown}
{{- else -}}
{{- .Values.rack.value -}}
{{- end -}}
{{- end }}

{{/* The whole oriel.yaml: what the values say over what the cluster adds. */}}
{{- define "oriel.config" -}}
{{- $cluster := include "oriel.clusterConfig" . | fromYaml -}}
{{- mergeOverwrite $cluster (deepCopy .Values.config) | toYaml -}}
{{- end }}

{{/* The variables that the above names. */}}
{{- define "oriel.env" -}}
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
{{- if .Values.rack.podLabel }}
- name: ORIEL_RACK
  valueFrom: { fieldRef: { fieldPath: {{ printf "metadata.labels['%s']" .Values.rack.podLabel | quote }} } }
{{- end }}
{{- with .Values.kafka }}
{{- if .sasl.mechanism }}
- name: ORIEL_KAFKA_JAAS_CONFIG
  valueFrom: { secretKeyRef: { name: {{ required "kafka.sasl.secret: found nothing, expected the Secret with the login, since kafka.sasl.mechanism is given" .sasl.secret }}, key: {{ .sasl.jaasConfigKey }} } }
{{- end }}
{{- if and .tls.enabled .tls.clientSecret }}
- name: ORIEL_KAFKA_CLIENT_CERTIFICATE
  valueFrom: { secretKeyRef: { name: {{ .tls.clientSecret }}, key: {{ .tls.clientCertificateKey }} } }
- name: ORIEL_KAFKA_CLIENT_KEY
  valueFrom: { secretKeyRef: { name: {{ .tls.clientSecret }}, key: {{ .tls.clientPrivateKeyKey }} } }
{{- end }}
{{- end }}
- name: ORIEL_JAVA_OPTS
  value: {{ .Values.javaOptions | quote }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
