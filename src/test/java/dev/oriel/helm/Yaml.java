package dev.oriel.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as JSON trees. */
final class Yaml {

    static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** The only document of a text. */
    static JsonNode read(String text) {
        return readAll(text).getFirst();
    }

    /** The documents of a text but the empty ones. */
    static List<JsonNode> readAll(String text) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(Objects::nonNull)
                .<JsonNode>map(JSON::valueToTree)
                .toList();
    }
}
