package dev.oriel.http;

import dev.oriel.ops.Metrics;
import dev.oriel.ops.RequestObserver;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listener that clients call: Javalin, with the handler of reads by key in front. */
public final class PublicServer implements AutoCloseable {

    private static final int THREADS = 200;

    /** For answers that have been given and are being written. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

    private final QueuedThreadPool threads = ListeningSocket.threads("http", THREADS);
    private final JavalinListener listener;

    /**
     * Opens the socket, so that the port is known; nothing is answered before {@link #start}.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @param maxConnections how many connections there may be
     * @throws ListenerException if the socket cannot be had
     */
    public PublicServer(String host, int port, int maxConnections) throws ListenerException {
        listener = new JavalinListener(new ListeningSocket(host, port, "server.port", maxConnections));
    }

    /** The port it listens on. */
    public int port() {
        return listener.socket().port();
    }

    /**
     * Starts answering: reads of entries, and everything about views, instances, health and the API itself.
     *
     * @param metricsToo whether no other listener tells the metrics
     */
    public void start(ReadHandlers reads, Resources resources, Metrics metrics, boolean metricsToo) {
        Handler.Wrapper graceful = new GracefulHandler();
        graceful.setHandler(reads.forClients());
        listener.start(
                config -> configure(config, graceful, resources.forClients(metricsToo), metrics.requests("public")));
    }

    private void configure(
            JavalinConfig config, Handler.Wrapper handler, List<Resource> resources, RequestObserver requests) {
        JavalinSettings.apply(config, resources, requests);
        config.jetty.threadPool = threads;
        config.jetty.addConnector(listener.socket()::connectorWithHttp2);
        config.jetty.modifyServer(server -> {
            server.setHandler(handler);
            server.setErrorHandler(new ProblemErrorHandler());
            server.setStopTimeout(LAST_ANSWERS.toMillis());
        });
    }

    /**
     * Takes no further connections, and no further requests on those there are: they are refused with 503.
     *
     * @return done when all requests that are under way have been answered, and connections closed
     */
    public CompletableFuture<Void> drain() {
        return listener.running()
                .map(running -> Graceful.shutdown(running.jettyServer().server()))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Lets the last answers out and closes the socket. Idempotent. */
    @Override
    public void close() throws IOException {
        listener.close();
    }
}
