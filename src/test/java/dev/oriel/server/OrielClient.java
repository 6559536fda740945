package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of one instance that holds every answer against {@code openapi.yaml}. Safe for several threads at once. */
final class OrielClient {

    private static final Contract CONTRACT = new Contract();
    private static final Duration TIMEOUT = Duration.ofSeconds(70);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String base;

    /** A client of the instance at a port of the loopback address. */
    OrielClient(int port) {
        this("http://127.0.0.1:" + port);
    }

    /** A client of the instance at a URL. */
    OrielClient(String base) {
        this.base = base;
    }

    /** The path of a key in its text form. */
    static String keyPath(String view, String key) {
        return "/v1/views/" + view + "/keys/" + encode(key);
    }

    /** Percent-encodes by the JDK's means, so that Oriel's own are not tested with themselves. */
    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Reads a key. Headers are given as names and values in turn. */
    Answer key(String view, String key, String... headers) throws IOException, InterruptedException {
        return send("GET", keyPath(view, key), headers);
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    Answer head(String path, String... headers) throws IOException, InterruptedException {
        return send("HEAD", path, headers);
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    Answer send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        int query = path.indexOf('?');
        return checked(new Answer(
                method,
                query < 0 ? path : path.substring(0, query),
                response.statusCode(),
                response.headers().map().entrySet().stream()
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
                response.body()));
    }

    /** The answer, if it is one that {@code openapi.yaml} knows. */
    static Answer checked(Answer answer) {
        // The files of the API browser are its own business.
        if (!answer.path().startsWith("/docs/")) {
            CONTRACT.check(answer);
        }
        return answer;
    }
}
