package dev.oriel.http;

import dev.oriel.ops.Metrics;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The listener for those who run the instance: metrics and health. It has threads and connections of its own, so that clients cannot keep
 * a probe or a scraper waiting, and it goes on answering while the public listener is drained.
 */
public final class ManagementServer implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int CONNECTIONS = 64;

    private final QueuedThreadPool threads = ListeningSocket.threads("management", THREADS);
    private final JavalinListener listener;

    /**
     * Opens the socket, so that the port is known; nothing is answered before {@link #start}.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @throws ListenerException if the socket cannot be had
     */
    public ManagementServer(String host, int port) throws ListenerException {
        listener = new JavalinListener(new ListeningSocket(host, port, "server.management-port", CONNECTIONS));
    }

    /** The port it listens on. */
    public int port() {
        return listener.socket().port();
    }

    /** Starts answering. */
    public void start(Resources resources, Metrics metrics) {
        listener.start(config -> configure(config, resources, metrics));
    }

    private void configure(JavalinConfig config, Resources resources, Metrics metrics) {
        JavalinSettings.apply(config, resources.forOperators(), metrics.requests("management"));
        config.jetty.threadPool = threads;
        config.jetty.addConnector((server, http) -> listener.socket().connector(server, new HttpConfiguration()));
        config.jetty.modifyServer(server -> server.setErrorHandler(new ProblemErrorHandler()));
    }

    /** Stops answering and closes the socket. Idempotent. */
    @Override
    public void close() throws IOException {
        listener.close();
    }
}
