package dev.oriel.client;

import dev.oriel.api.ProblemType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says of an error: RFC 9457 problem details. Immutable.
 *
 * @param type which problem it is; programs branch on it
 * @param title the problem in a few words, the same for every occurrence
 * @param status the HTTP status
 * @param detail what went wrong this time, for people
 * @param instance the path of the request
 * @param members what the type adds, by name: {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List} and
 *     {@code Map}, and an empty {@code Optional} for {@code null}
 */
public record Problem(URI type, String title, int status, String detail, String instance, Map<String, Object> members) {

    private static final String CONTENT_TYPE = "application/problem+json";

    public Problem {
        members = Map.copyOf(members);
    }

    /** The kind of problem, if this version knows it. */
    public Optional<ProblemType> kind() {
        return ProblemType.of(type);
    }

    /** A member as it is written, if it is a text, a number or a boolean. */
    public Optional<String> member(String name) {
        Object value = members.get(name);
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    /** The problem that an answer's body describes; empty if it describes none. */
    static Optional<Problem> in(HttpAnswer answer) {
        if (!answer.hasType(CONTENT_TYPE)) {
            return Optional.empty();
        }
        try {
            Json.JsonObject body = Json.parse(answer.text());
            Map<String, Object> members = new LinkedHashMap<>(body.values());
            members.keySet().removeAll(Set.of("type", "title", "status", "detail", "instance"));
            return Optional.of(new Problem(
                    // A problem without a type is "about:blank", as RFC 9457 has it.
                    URI.create(body.text("type").orElse("about:blank")),
                    body.text("title").orElse(""),
                    answer.status(),
                    body.text("detail").orElse(""),
                    body.text("instance").orElse(""),
                    members));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }
}
