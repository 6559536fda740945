package dev.oriel.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The shop's own HTTP server on 127.0.0.1, for commands: it is no part of Oriel, as the command side of an application is not.
 *
 * <p>At most {@value #MAX_COMMANDS} commands are under way at once, each with a body of at most {@value #MAX_BODY} bytes that has
 * to be there within ten seconds; whoever comes on top is answered 503.
 */
public final class ShopServer implements AutoCloseable {

    static final int MAX_COMMANDS = 64;
    static final int MAX_BODY = 4096;

    private static final int BACKLOG = 128;

    static {
        // Read once, when the JDK's server is loaded. Without the first, small answers wait for the client's delayed
        // acknowledgement; without the others, there is no bound on connections and on the time to send a request.
        Map.of(
                        "sun.net.httpserver.nodelay", "true",
                        "jdk.httpserver.maxConnections", "512",
                        "sun.net.httpserver.maxReqTime", "10")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("shop-", 0).factory());
    private final Semaphore places = new Semaphore(MAX_COMMANDS);
    private final AtomicBoolean closed = new AtomicBoolean();

    private ShopServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Takes a port, so that it is known early whether it can be had. Who connects waits for {@link #start}.
     *
     * @param port 0 takes a free one
     * @throws ShopPortException if it cannot be had
     */
    public static ShopServer bind(int port) throws ShopPortException {
        try {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            return new ShopServer(HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG));
        } catch (IOException e) {
            throw new ShopPortException(port, e);
        }
    }

    /**
     * Begins to answer.
     *
     * @param desk takes the commands
     * @param reads where orders are read: the public URL of an instance of Oriel
     */
    public void start(OrderDesk desk, URI reads) {
        ShopApi api = new ShopApi(desk, reads);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, api));
        server.start();
    }

    /** Where commands go. */
    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange, ShopApi api) throws IOException {
        try (exchange) {
            if (!places.tryAcquire()) {
                send(
                        exchange,
                        ShopReply.problem(503, "Service Unavailable", "Too many commands are under way.")
                                .with("Retry-After", "1"));
                return;
            }
            try {
                send(exchange, answer(exchange, api));
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ShopReply answer(HttpExchange exchange, ShopApi api) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return ShopReply.problem(
                    413, "Content Too Large", "The body has more than " + MAX_BODY + " bytes; no command is so long.");
        }
        return api.answer(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body);
    }

    private static void send(HttpExchange exchange, ShopReply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(reply.status(), -1);
        } else {
            exchange.sendResponseHeaders(reply.status(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    /** Gives up the port and whatever is under way. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
