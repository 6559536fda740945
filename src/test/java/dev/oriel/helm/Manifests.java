package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a chart makes, as the types of Kubernetes' API.
 *
 * @param all in the order of the text
 */
record Manifests(List<Object> all) {

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Pod", Pod.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class));

    /** Takes nothing that the types do not know, although they are made to keep it. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    /**
     * Reads what Helm has rendered.
     *
     * @throws IllegalArgumentException if a type does not know something of it, with the path to it
     */
    static Manifests parse(String yaml) {
        return new Manifests(Yaml.readAll(yaml).stream().map(Manifests::typed).toList());
    }

    private static Object typed(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        return STRICT.convertValue(manifest, Objects.requireNonNull(TYPES.get(kind), kind));
    }

    <T> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> T only(Class<T> type) {
        assertThat(of(type)).as(type.getSimpleName()).hasSize(1);
        return of(type).getFirst();
    }

    /** The service for readers. */
    Service readers() {
        return service(Chart.NAME);
    }

    /** The service that names each instance. */
    Service peers() {
        return service(Chart.NAME + "-peers");
    }

    private Service service(String name) {
        return of(Service.class).stream()
                .filter(service -> service.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    StatefulSet instances() {
        return only(StatefulSet.class);
    }

    /** What the pods of instances are. */
    PodSpec pod() {
        return instances().getSpec().getTemplate().getSpec();
    }

    Map<String, String> podLabels() {
        return instances().getSpec().getTemplate().getMetadata().getLabels();
    }

    /** What runs Oriel in them. */
    Container oriel() {
        assertThat(pod().getContainers()).hasSize(1);
        return pod().getContainers().getFirst();
    }

    /** Where it finds one of the pod's volumes. */
    VolumeMount mount(String volume) {
        return oriel().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume))
                .findFirst()
                .orElseThrow();
    }

    /** The number behind the name of one of its ports. */
    int port(String name) {
        return oriel().getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    /** The configuration that it reads. */
    String orielYaml() {
        return of(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().equals(Chart.NAME))
                .map(map -> map.getData().get("oriel.yaml"))
                .findFirst()
                .orElseThrow();
    }
}
