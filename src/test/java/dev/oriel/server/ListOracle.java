package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.server.Drawn.KeyKind;
import dev.oriel.server.Drawn.Value;
import dev.oriel.server.DrawnQuery.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Knows what a view holds, and had held since a list was begun, and judges the list by that. */
final class ListOracle {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What each key has had since {@link #begin}, the latest last; nothing for the time in which it was absent. */
    private final Map<String, List<Optional<Value>>> states;

    ListOracle(KeyKind kind) {
        states = new TreeMap<>(kind.order());
    }

    /** A key has been written, or deleted. */
    void wrote(String key, Optional<Value> value) {
        states.computeIfAbsent(key, first -> new ArrayList<>(List.of(Optional.empty())))
                .add(value);
    }

    /** From here on a list is read. */
    void begin() {
        states.replaceAll((key, had) -> new ArrayList<>(List.of(had.getLast())));
    }

    /** The rows of what has not been touched since {@link #begin}. */
    List<Row> steady(DrawnQuery query) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .flatMap(entry -> entry.getValue().getFirst().stream()
                        .flatMap(value -> query.rows(entry.getKey(), value).stream()))
                .sorted(query.order())
                .toList();
    }

    /** That a list is right: each steady row once, no row that was at no time, all in order, each with its value. */
    void judge(DrawnQuery query, List<JsonNode> list) {
        List<Row> met = new ArrayList<>();
        Optional<Row> before = Optional.empty();
        for (JsonNode entry : list) {
            Row row = row(query, entry, before);
            before = Optional.of(row);
            met.add(row);
        }
        assertThat(met.stream()
                        .filter(row -> states.getOrDefault(row.key(), List.of()).size() == 1))
                .containsExactlyElementsOf(steady(query));
    }

    /** Which row an entry in a list is: of those that it may be, the first behind the one before it. */
    private Row row(DrawnQuery query, JsonNode entry, Optional<Row> before) {
        String key = entry.path("key").asText();
        return states.getOrDefault(key, List.of()).stream()
                .flatMap(Optional::stream)
                .filter(value -> parsed(value).equals(entry.path("value")))
                .findFirst()
                .flatMap(value -> query.rows(key, value).stream()
                        .sorted(query.order())
                        .filter(row -> before.isEmpty() || query.order().compare(before.get(), row) < 0)
                        .findFirst())
                .orElseThrow(() -> new AssertionError(
                        entry + " is not to be here, behind " + before + "; its key has had " + states.get(key)));
    }

    private static JsonNode parsed(Value value) {
        try {
            return JSON.readTree(value.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
