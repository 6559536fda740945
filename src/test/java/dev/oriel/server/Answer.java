package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.api.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an instance answered.
 *
 * @param method the request's method
 * @param path the request's path as it was sent, without the query; empty when the request had none that can be told
 * @param status the HTTP status
 * @param headers by name in lower case
 * @param body the bytes received
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Answer(String method, String path, int status, Map<String, List<String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SERVED_BY =
            Pattern.compile("\"([^\"]+)\";role=([a-z]+);hops=([0-9]+)(?:;stale-ms=([0-9]+))?");
    private static final Pattern POSITION = Pattern.compile("([^/]+)/([0-9]+)@(-?[0-9]+)~([A-Za-z0-9_-]+)");

    /** The content of {@code Oriel-Served-By}. */
    record ServedBy(String instance, String role, int hops, OptionalLong staleMillis) {}

    /** The content of {@code Oriel-Position}, which names one partition. */
    record Reached(String topic, int partition, long offset, String topicId) {}

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    String text() {
        return new String(body, UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text(), e);
        }
    }

    /** The last part of the problem's type; empty if the answer is no problem. */
    String problem() {
        if (header("Content-Type").filter("application/problem+json"::equals).isEmpty()) {
            return "";
        }
        String type = json().path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    ServedBy servedBy() {
        Matcher field = match(SERVED_BY, Headers.SERVED_BY);
        String stale = field.group(4);
        return new ServedBy(
                field.group(1),
                field.group(2),
                Integer.parseInt(field.group(3)),
                stale == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(stale)));
    }

    Reached position() {
        Matcher field = match(POSITION, Headers.POSITION);
        return new Reached(
                field.group(1), Integer.parseInt(field.group(2)), Long.parseLong(field.group(3)), field.group(4));
    }

    private Matcher match(Pattern pattern, String name) {
        String value = header(name).orElseThrow(() -> new AssertionError(name + " is missing in " + this));
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw new AssertionError(name + " cannot be read: " + value);
        }
        return matcher;
    }

    @Override
    public String toString() {
        String shown = body.length <= 1000 ? text() : body.length + " bytes";
        return method + " " + path + " -> " + status + " " + headers + " " + shown;
    }
}
