package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param uri what was asked
 * @param status the HTTP status
 * @param headers the headers
 * @param body the whole body; empty if it is a stream
 * @param stream the body as it comes, if it was asked for so; must be read or closed
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record HttpAnswer(URI uri, int status, HttpHeaders headers, byte[] body, Optional<StreamedBody> stream) {

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Whether the body is of a media type, whatever its parameters. */
    boolean hasType(String mediaType) {
        return hasType(headers, mediaType);
    }

    static boolean hasType(HttpHeaders headers, String mediaType) {
        return headers.firstValue("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(mediaType::equals)
                .isPresent();
    }

    String text() {
        return new String(body, UTF_8);
    }

    /** How long the server asks to wait before the next attempt. */
    Optional<Duration> retryAfter() {
        return header("Retry-After").flatMap(value -> RetryAfter.parse(value, Instant.now()));
    }
}
