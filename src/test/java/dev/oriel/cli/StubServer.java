package dev.oriel.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server that answers as a test wants it to, the same to every request or not, and remembers what was asked. */
final class StubServer implements AutoCloseable {

    /** What a client sent: the path as it stood in the request line, and the route header. */
    record Asked(String path, Optional<String> route) {}

    /** The same with all of it: the method, path and query as they stood in the request line, the type asked for, the body. */
    record Request(String method, String target, String accept, String body) {}

    /**
     * What is answered.
     *
     * @param missing how many bytes of the body are announced and never come
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Answer(int status, Map<String, String> headers, byte[] body, int missing) {

        static Answer of(int status, String contentType, String body) {
            return new Answer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), 0);
        }

        /** An answer that breaks off behind this. */
        static Answer brokenOff(String contentType, String body) {
            return new Answer(200, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), 1);
        }
    }

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private StubServer(Function<Request, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    static StubServer answering(Function<Request, Answer> answers) throws IOException {
        return new StubServer(answers);
    }

    static StubServer answering(int status, Map<String, String> headers, byte[] body) throws IOException {
        return new StubServer(request -> new Answer(status, headers, body, 0));
    }

    static StubServer answering(int status, String contentType, String body) throws IOException {
        return new StubServer(request -> Answer.of(status, contentType, body));
    }

    private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                        .orElse(""),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        asked.add(new Asked(
                exchange.getRequestURI().getRawPath(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Oriel-Route"))));
        Answer answer = answers.apply(request);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        int length = answer.body().length + answer.missing();
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(answer.body());
        exchange.getResponseBody().flush();
        exchange.close();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What was asked so far, with all of it. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
