package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Compares what an instance answers with what was written. */
final class Oracle {

    private Oracle() {}

    /** Reads all keys and fails unless each gives its value, or 404 where it was deleted. */
    static void assertAnswers(ServeProcess instance, String view, Map<String, Optional<String>> expected)
            throws IOException {
        Map<String, String> wrong = new LinkedHashMap<>();
        try (KeepAliveConnection connection =
                new KeepAliveConnection(instance.config().port())) {
            for (Map.Entry<String, Optional<String>> each : expected.entrySet()) {
                KeepAliveConnection.Response response = connection.get(ServeProcess.keyPath(view, each.getKey()));
                if (!isRight(response, each.getValue())) {
                    wrong.put(each.getKey(), response.status() + " " + response.latin1());
                }
            }
        }
        assertThat(wrong)
                .as("wrong of %d answers of view %s from %s", expected.size(), view, instance.name())
                .isEmpty();
    }

    static boolean isRight(KeepAliveConnection.Response response, Optional<String> expected) {
        return expected.isPresent()
                ? response.status() == 200 && expected.get().equals(new String(response.body(), StandardCharsets.UTF_8))
                : response.status() == 404;
    }
}
