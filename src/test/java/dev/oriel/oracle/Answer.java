package dev.oriel.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.process.KeepAliveConnection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was answered.
 *
 * @param problem the last part of the problem's type, empty for none
 * @param state why no replica can answer, empty if that is not what is said
 * @param version the entry's, where there is one
 * @param position what the answer reflects of the key's partition, where it reflects something
 * @param lacking what it reflects of the partitions of which more was asked for
 * @param value the value's text, where there is one
 * @param retryable whether it says when to ask again
 */
record Answer(
        int status,
        String problem,
        String state,
        OptionalLong version,
        Optional<Position> position,
        List<Position> lacking,
        String value,
        boolean retryable,
        String servedBy) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a response.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Answer of(KeepAliveConnection.Response response) {
        JsonNode problem = response.status() >= 400 ? parse(response) : JSON.createObjectNode();
        String type = problem.path("type").asText();
        String tag = response.headers().getOrDefault("etag", "");
        String version = response.headers().getOrDefault("oriel-version", tag.replace("\"", ""));
        return new Answer(
                response.status(),
                type.substring(type.lastIndexOf('/') + 1),
                problem.path("state").asText(),
                version.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(version)),
                Optional.ofNullable(response.headers().get("oriel-position")).map(Position::parse),
                type.endsWith("/position-not-reached")
                        ? Position.parseAll(problem.path("reached").asText())
                        : List.of(),
                response.status() == 200 ? response.latin1() : "",
                response.headers().containsKey("retry-after"),
                response.headers().getOrDefault("oriel-served-by", "nobody"));
    }

    private static JsonNode parse(KeepAliveConnection.Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalArgumentException(response.toString(), e);
        }
    }

    /** Whether it tells what there is of the key. */
    boolean tellsState() {
        return status == 200 || status == 404;
    }

    /** Whether it says that there is no answer now. */
    boolean isUnavailable() {
        return status == 503;
    }

    @Override
    public String toString() {
        return "%d %s %s version %s at %s %s by %s"
                .formatted(
                        status,
                        problem,
                        state,
                        version,
                        position.map(Position::text).orElse("nowhere"),
                        value,
                        servedBy);
    }
}
