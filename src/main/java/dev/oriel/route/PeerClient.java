package dev.oriel.route;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls other instances on their peer listeners. Blocks the calling thread, a virtual one; an interrupt ends the call and the
 * connection with it, so the peer learns that nobody waits any more. Safe for several threads at once.
 */
public final class PeerClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final List<String> PASSED_ON = List.of(
            "ETag",
            Headers.VERSION,
            Headers.POSITION,
            Headers.TIMESTAMP,
            Headers.SERVED_BY,
            "Cache-Control",
            "Content-Type",
            "Content-Length",
            "Retry-After");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Forwards a read.
     *
     * @param peer the instance to ask
     * @param path the request's path with its query, encoded
     * @param headers conditions to pass on
     * @param timeLeft how long the peer may take to answer
     * @param atMost how long to wait for its answer to arrive
     * @throws PeerUnreachableException if there was no answer
     */
    public PeerAnswer read(HostPort peer, String path, Map<String, String> headers, Duration timeLeft, Duration atMost)
            throws PeerUnreachableException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + peer + path))
                .timeout(atMost)
                .header(Headers.TIME_LEFT, Long.toString(timeLeft.toMillis()));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = send(peer, request.build());
        Map<String, String> passedOn = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            response.headers().firstValue(name).ifPresent(value -> passedOn.put(name, value));
        }
        return new PeerAnswer(
                response.statusCode(), passedOn, response.headers().firstValue(Headers.UNAVAILABLE), response.body());
    }

    /**
     * Asks an instance what it is and holds.
     *
     * @throws PeerUnreachableException if there was no answer, or none that can be read
     */
    public InstanceReport instance(HostPort peer, Duration timeout)
            throws PeerUnreachableException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + peer + "/peer/v1/instance"))
                .timeout(timeout)
                .build();
        HttpResponse<byte[]> response = send(peer, request);
        try {
            return json.readValue(response.body(), InstanceReport.class);
        } catch (IOException e) {
            throw new PeerUnreachableException(peer + " answered something that is no instance report", e);
        }
    }

    private HttpResponse<byte[]> send(HostPort peer, HttpRequest request)
            throws PeerUnreachableException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new PeerUnreachableException(peer + " does not answer: " + reason, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
