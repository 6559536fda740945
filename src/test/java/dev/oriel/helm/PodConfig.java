package dev.oriel.helm;

import dev.oriel.config.ConfigException;
import dev.oriel.config.ConfigLoader;
import dev.oriel.config.OrielConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration as Oriel reads it in a pod: where it is mounted, and with the container's variables alone. */
final class PodConfig {

    /** The name of the first pod. */
    static final String POD = Chart.NAME + "-0";

    private PodConfig() {}

    /** Reads it. What comes from a Secret is the Secret's name and key, what comes from a field of the pod is the field's path. */
    static OrielConfig read(Manifests made) throws ConfigException {
        Map<String, String> variables =
                made.oriel().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, PodConfig::value));
        Path file = Path.of(made.mount("config").getMountPath());
        return ConfigLoader.parse(
                made.orielYaml(),
                file.toString(),
                Optional.ofNullable(file.getParent()).orElseThrow(),
                name -> Optional.ofNullable(variables.get(name)));
    }

    private static String value(EnvVar variable) {
        var from = variable.getValueFrom();
        if (from == null) {
            return variable.getValue();
        }
        if (from.getSecretKeyRef() != null) {
            return from.getSecretKeyRef().getName() + "/"
                    + from.getSecretKeyRef().getKey();
        }
        String path = from.getFieldRef().getFieldPath();
        return path.equals("metadata.name") ? POD : path;
    }
}
