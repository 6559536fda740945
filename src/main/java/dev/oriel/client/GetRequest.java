package dev.oriel.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@code GET} that any of the servers may be asked. Immutable.
 *
 * @param path the path below the server's URL, encoded
 * @param query the query's parameters but for the wait, encoded
 * @param headers the headers
 * @param maxWait how long the server may hold the request; zero if it should answer at once
 */
record GetRequest(String path, List<String> query, Map<String, String> headers, Duration maxWait) {

    GetRequest {
        query = List.copyOf(query);
        headers = Map.copyOf(headers);
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
        return request.build();
    }
}
