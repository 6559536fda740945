package dev.oriel.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A server on a free port of the loopback address that answers as a test wants it to, on bare sockets, so that a test sees what
 * becomes of a connection. Has a thread for each connection, of which tests open few.
 */
final class StubServer implements AutoCloseable {

    static final String POSITION = "orders/3@1234~k3QxC0vSTb2eIPhLQTdRXw";
    static final String SERVED_BY = "\"oriel-1\";role=active;hops=1;stale-ms=0";
    static final Map<String, String> READ = Map.of("Oriel-Position", POSITION, "Oriel-Served-By", SERVED_BY);

    /** What a server does with a request. */
    interface Handler {
        void handle(Exchange exchange) throws IOException;
    }

    private static final Pattern WAIT = Pattern.compile("wait=(\\d+)ms");

    /**
     * What a client sent.
     *
     * @param method the method
     * @param target path and query, as they stood in the request line
     * @param headers by name in lower case
     * @param body what was sent along, of a known length; else empty
     */
    record Request(String method, String target, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String path() {
            return target.split("\\?", 2)[0];
        }

        /** The target with the wait rounded up to half a second: a client sends what is left of it at that moment. */
        String targetAsAsked() {
            return WAIT.matcher(target)
                    .replaceAll(wait -> "wait=" + (Integer.parseInt(wait.group(1)) + 499) / 500 * 500 + "ms");
        }
    }

    /** One request and what is done with it. */
    static final class Exchange {

        private final Request request;
        private final int number;
        private final InputStream in;
        private final OutputStream out;

        private Exchange(Request request, int number, InputStream in, OutputStream out) {
            this.request = request;
            this.number = number;
            this.in = in;
            this.out = out;
        }

        Request request() {
            return request;
        }

        /** The request's number on this server, from 1. */
        int number() {
            return number;
        }

        void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            Map<String, String> all = new TreeMap<>(headers);
            if (status != 304 && status != 204) {
                all.put("Content-Length", Integer.toString(body.length));
            }
            head(status, all);
            out.write(body);
            out.flush();
        }

        /** A value as Oriel sends it. */
        void value(long version, String json) throws IOException {
            Map<String, String> headers = new TreeMap<>(READ);
            headers.put("Content-Type", "application/json");
            headers.put("ETag", "\"" + version + "\"");
            headers.put("Oriel-Version", Long.toString(version));
            headers.put("Oriel-Timestamp", "2026-11-25T10:00:00.5Z");
            send(200, headers, json.getBytes(UTF_8));
        }

        void json(String body) throws IOException {
            send(200, Map.of("Content-Type", "application/json"), body.getBytes(UTF_8));
        }

        /** A problem as Oriel sends it, with more members given as JSON. */
        void problem(int status, String type, String members, Map<String, String> more) throws IOException {
            Map<String, String> headers = new TreeMap<>(more);
            headers.put("Content-Type", "application/problem+json");
            String body =
                    "{\"type\":\"https://oriel.dev/problems/%s\",\"title\":\"T\",\"status\":%d,\"detail\":\"What is wrong.\",\"instance\":\"%s\"%s}"
                            .formatted(type, status, request.path(), members);
            send(status, headers, body.getBytes(UTF_8));
        }

        void problem(int status, String type) throws IOException {
            problem(status, type, "", Map.of());
        }

        void absent() throws IOException {
            problem(404, "key-not-found", "", READ);
        }

        /** Begins an answer without a known end. */
        void begin(int status, String contentType) throws IOException {
            head(status, Map.of("Content-Type", contentType, "Transfer-Encoding", "chunked"));
            out.flush();
        }

        void beginEvents() throws IOException {
            begin(200, "text/event-stream");
        }

        /** Goes on with such an answer; blocks while the client does not read and the sockets are full. */
        void write(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
            out.write(bytes);
            out.write("\r\n".getBytes(ISO_8859_1));
            out.flush();
        }

        /** A change of a key as Oriel tells it. */
        void put(String key, long version, String value) throws IOException {
            write("""
                    event: put
                    id: orders/0@%d~k3Qx
                    data: {"key":"%s","version":%d,"timestamp":"2026-11-25T10:00:00Z","value":%s}

                    """.formatted(version, key, version, value));
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }

        /** Waits until the client has closed its connection. */
        void awaitClosed() {
            try {
                while (in.read() >= 0) {
                    // What a client sends meanwhile is not looked at.
                }
            } catch (IOException reset) {
                // That is closed, too.
            }
        }

        /** Breaks the connection off. */
        void abort() throws IOException {
            in.close();
        }

        private void head(int status, Map<String, String> headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        }
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private StubServer(Handler handler) throws IOException {
        this.handler = handler;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static StubServer start(Handler handler) throws IOException {
        return new StubServer(handler);
    }

    /** A URL at which nothing listens. */
    static String deadUrl() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + taken.getLocalPort();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException stopped) {
            // That is how it ends.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Request request = request(line, in);
                asked.add(request);
                handler.handle(new Exchange(request, requests.incrementAndGet(), in, out));
            }
        } catch (IOException broken) {
            // The client, or the test, has closed it.
        } finally {
            closed.incrementAndGet();
            connections.remove(connection);
        }
    }

    private static Request request(String requestLine, InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] field = line.split(":", 2);
            headers.put(field[0].toLowerCase(Locale.ROOT), field[1].strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] parts = requestLine.split(" ", 3);
        return new Request(parts[0], parts[1], headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(ISO_8859_1);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** What was asked so far, in order. */
    List<Request> asked() {
        return List.copyOf(asked);
    }

    /** How many connections have ended. */
    int closedConnections() {
        return closed.get();
    }

    /** How many connections are open now. */
    int openConnections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
