package dev.oriel.http;

import dev.oriel.ops.Metrics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The listener that clients call: Javalin, with the handler of reads by key in front. */
public final class PublicServer implements AutoCloseable {

    private static final int THREADS = 200;
    private static final double NANOS_PER_MILLI = 1e6;

    private final QueuedThreadPool threads = ListeningSocket.threads("http", THREADS);
    private final ListeningSocket socket;
    private @Nullable Javalin javalin;

    /**
     * Opens the socket, so that the port is known; nothing is answered before {@link #start}.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @throws ListenerException if the socket cannot be had
     */
    public PublicServer(String host, int port) throws ListenerException {
        socket = new ListeningSocket(host, port, "server.port");
    }

    /** The port it listens on. */
    public int port() {
        return socket.port();
    }

    /** Starts answering: reads by key, and everything about views, instances, health and the API itself. */
    public void start(ReadHandlers reads, Resources resources, Metrics metrics, Duration drain) {
        Handler.Wrapper graceful = new GracefulHandler();
        graceful.setHandler(reads.forClients());
        javalin = Javalin.create(config -> configure(config, graceful, resources, metrics, drain))
                .start();
    }

    private void configure(
            JavalinConfig config, Handler.Wrapper handler, Resources resources, Metrics metrics, Duration drain) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads;
        config.jetty.addConnector(socket::connector);
        config.jetty.modifyServer(server -> {
            server.setHandler(handler);
            server.setErrorHandler(new ProblemErrorHandler());
            server.setStopTimeout(drain.toMillis());
        });
        config.requestLogger.http((context, millis) -> metrics.request(
                Metrics.NO_VIEW, context.statusCode(), Metrics.NO_ROLE, (long) (millis * NANOS_PER_MILLI)));
        for (Resource resource : resources.all()) {
            resource.addTo(config.routes);
        }
    }

    /** Lets requests under way finish, for as long as the drain lasts, and closes the socket. Idempotent. */
    @Override
    public void close() throws IOException {
        Javalin running = javalin;
        javalin = null;
        if (running != null) {
            running.stop();
        }
        socket.close();
    }
}
