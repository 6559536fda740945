{{/* What all pods of the release have in common: no token, no variables of services, no root. */}}
{{- define "oriel.pod" -}}
serviceAccountName: {{ include "oriel.serviceAccount" . }}
automountServiceAccountToken: false
# A service named oriel would set ORIEL_PORT and the like, which are not meant for Oriel.
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- end }}

{{/* Where instances run: apart from each other, and where the values want them. */}}
{{- define "oriel.placement" -}}
{{- $affinity := deepCopy .Values.affinity -}}
{{- if ne .Values.spread.nodes "none" -}}
{{- $apart := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (include "oriel.selectorLabels" . | fromYaml)) -}}
{{- $soft := dict "preferredDuringSchedulingIgnoredDuringExecution" (list (dict "weight" 100 "podAffinityTerm" $apart)) -}}
{{- $hard := dict "requiredDuringSchedulingIgnoredDuringExecution" (list $apart) -}}
{{- $affinity = mergeOverwrite (dict "podAntiAffinity" (ternary $hard $soft (eq .Values.spread.nodes "hard"))) $affinity -}}
{{- end -}}
{{- with $affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if ne .Values.spread.zones "none" }}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ ternary "DoNotSchedule" "ScheduleAnyway" (eq .Values.spread.zones "hard") }}
    labelSelector:
      matchLabels:
        {{- include "oriel.selectorLabels" . | nindent 8 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
