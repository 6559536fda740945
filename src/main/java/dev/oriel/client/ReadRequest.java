package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read that any of the servers may be asked: a {@code GET}, or a {@code POST} if what is asked for has no place in a URL.
 * Immutable.
 *
 * @param path the path below the server's URL, encoded
 * @param query the query's parameters but for the wait, encoded
 * @param headers the headers
 * @param json the body of a {@code POST}
 * @param maxWait how long the server may hold the request; zero if it should answer at once
 */
record ReadRequest(
        String path, List<String> query, Map<String, String> headers, Optional<String> json, Duration maxWait) {

    ReadRequest {
        query = List.copyOf(query);
        headers = Map.copyOf(headers);
    }

    static ReadRequest get(String path, List<String> query, Map<String, String> headers, Duration maxWait) {
        return new ReadRequest(path, query, headers, Optional.empty(), maxWait);
    }

    /** The request to one server, with what is left of the wait. */
    HttpRequest to(URI server, Duration waitLeft) {
        List<String> parameters = new ArrayList<>(query);
        if (!waitLeft.isZero()) {
            // Rounded up, so that the first attempt asks for what the caller did.
            parameters.add("wait=" + waitLeft.plusNanos(999_999).toMillis() + "ms");
        }
        String suffix = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path + suffix));
        headers.forEach(request::header);
        json.ifPresent(body -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8)));
        return request.build();
    }
}
