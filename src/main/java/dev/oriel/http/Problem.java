package dev.oriel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oriel.api.PathSegment;
import dev.oriel.api.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 problem details. Immutable.
 *
 * @param type what kind of problem it is
 * @param detail what happened, for a human
 * @param members what the protocol adds for this type
 * @param headers headers of the response
 */
record Problem(ProblemType type, String detail, Map<String, Object> members, Map<String, String> headers) {

    static final String CONTENT_TYPE = "application/problem+json";
    private static final int LONGEST_FOUND = 100;

    Problem {
        members = new LinkedHashMap<>(members);
        headers = Map.copyOf(headers);
    }

    /** A problem that its type and detail say all of. */
    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), Map.of());
    }

    /** A parameter, key or header that cannot be read. */
    static Problem badRequest(String parameter, String expected, String found) {
        String shown = found.length() <= LONGEST_FOUND ? found : found.substring(0, LONGEST_FOUND) + "…";
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("parameter", parameter);
        members.put("expected", expected);
        members.put("found", shown);
        return new Problem(
                ProblemType.BAD_REQUEST,
                "The " + parameter + " cannot be read: expected " + expected + ", found '" + shown + "'.",
                members,
                Map.of());
    }

    /** A method that most paths do not have. */
    static Problem methodNotAllowed(String method) {
        return methodNotAllowed(method, List.of("GET", "HEAD"));
    }

    /** A method that the path does not have, which has these. */
    static Problem methodNotAllowed(String method, List<String> allowed) {
        return new Problem(
                ProblemType.METHOD_NOT_ALLOWED,
                method + " is not allowed here; " + String.join(" and ", allowed)
                        + (allowed.size() == 1 ? " is." : " are."),
                Map.of(),
                Map.of("Allow", String.join(", ", allowed)));
    }

    /** A view that is not declared. */
    static Problem viewNotFound(String view) {
        return of(ProblemType.VIEW_NOT_FOUND, "No view is named '" + view + "'.");
    }

    /** An index that the view has not. */
    static Problem indexNotFound(String view, String index) {
        return of(ProblemType.INDEX_NOT_FOUND, "View '" + view + "' has no index named '" + index + "'.");
    }

    /** A bound of this instance is reached; it makes sense to ask again in a second. */
    static Problem overloaded(String detail) {
        return new Problem(ProblemType.OVERLOADED, detail, Map.of(), Map.of("Retry-After", "1"));
    }

    /** The body, for a request of this path. */
    byte[] body(String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type.uri().toString());
        body.put("title", type.title());
        body.put("status", type.status());
        body.put("detail", detail);
        body.put("instance", PathSegment.reference(path));
        body.putAll(members);
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
