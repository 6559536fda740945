package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A client of a watch, as a browser is one: it reads what comes on a thread of its own and remembers the last id. What it gets
 * is held against {@code openapi.yaml}.
 */
final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * An event.
     *
     * @param type put, delete, reset; or end, at the end of the stream
     * @param id its id, or that of the event before it
     * @param data its data as it came
     */
    record Event(String type, String id, String data) {

        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + data, e);
            }
        }

        String key() {
            return json().path("key").asText();
        }

        /** Its kind, key and value, such as {@code put a {"n":1}}. */
        String told() {
            JsonNode json = json();
            return type
                    + (json.has("key") ? " " + json.path("key").asText() : "")
                    + (json.has("value") ? " " + json.path("value") : "");
        }

        long conflated() {
            return json().path("conflated").asLong();
        }
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private final InputStream body;
    private volatile String lastId = "";

    private EventStream(InputStream body) {
        this.body = body;
    }

    /** Opens the stream at a path of the instance at a port. Headers are given as names and values in turn. */
    static EventStream open(int port, String path, String... headers) throws IOException, InterruptedException {
        EventStream stream = openWithoutReading(port, path, headers);
        stream.startReading();
        return stream;
    }

    /** Opens a stream and leaves what comes in the network, until it is told to read. */
    static EventStream openWithoutReading(int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        boolean begun = response.statusCode() == 200;
        int query = path.indexOf('?');
        Answer answer = OrielClient.checked(new Answer(
                "GET",
                query < 0 ? path : path.substring(0, query),
                response.statusCode(),
                response.headers().map().entrySet().stream()
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
                begun ? ":\n\n".getBytes(UTF_8) : response.body().readAllBytes()));
        if (!begun) {
            throw new AssertionError("the watch was refused: " + answer);
        }
        return new EventStream(response.body());
    }

    /** Reads from now on. */
    void startReading() {
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            String type = "message";
            List<String> data = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(type, lastId, String.join("\n", data)));
                    }
                    type = "message";
                    data.clear();
                } else if (line.startsWith(":")) {
                    heartbeats.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                } else {
                    throw new IOException("an unexpected line: " + line);
                }
            }
            events.add(new Event("end", lastId, "{}"));
        } catch (IOException e) {
            events.add(new Event("end", lastId, "{\"key\":\"" + e.getClass().getSimpleName() + "\"}"));
        }
    }

    /** The next event, which must come soon. */
    Event next() throws InterruptedException {
        Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError("no event within " + PATIENCE + ", the last id is " + lastId);
        }
        return event;
    }

    /** So many events. */
    List<Event> next(int count) throws InterruptedException {
        List<Event> some = new ArrayList<>();
        while (some.size() < count) {
            some.add(next());
        }
        return some;
    }

    /** What the next event tells; see {@link Event#told}. */
    String told() throws InterruptedException {
        return next().told();
    }

    /** What the next events tell. */
    List<String> told(int count) throws InterruptedException {
        return next(count).stream().map(Event::told).toList();
    }

    /** How many events have come that nobody has asked for yet. */
    int waiting() {
        return events.size();
    }

    /** The last id that came, be it alone. */
    String lastId() {
        return lastId;
    }

    /** How many comments have come. */
    int heartbeats() {
        return heartbeats.get();
    }

    /** Leaves. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
