package dev.oriel.http;

import dev.oriel.ops.Answer;
import dev.oriel.ops.Metrics;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestLog;
import dev.oriel.ops.RequestObserver;
import dev.oriel.trace.Trace;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The listener that clients call: Javalin, with the handler of reads by key in front. */
public final class PublicServer implements AutoCloseable {

    private static final int THREADS = 200;
    private static final double NANOS_PER_MILLI = 1e6;

    /** For answers that have been given and are being written. */
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

    private final QueuedThreadPool threads = ListeningSocket.threads("http", THREADS);
    private final ListeningSocket socket;
    private @Nullable Javalin javalin;

    /**
     * Opens the socket, so that the port is known; nothing is answered before {@link #start}.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @param maxConnections how many connections there may be
     * @throws ListenerException if the socket cannot be had
     */
    public PublicServer(String host, int port, int maxConnections) throws ListenerException {
        socket = new ListeningSocket(host, port, "server.port", maxConnections);
    }

    /** The port it listens on. */
    public int port() {
        return socket.port();
    }

    /** Starts answering: reads by key, and everything about views, instances, health and the API itself. */
    public void start(ReadHandlers reads, Resources resources, Metrics metrics) {
        Handler.Wrapper graceful = new GracefulHandler();
        graceful.setHandler(reads.forClients());
        javalin = Javalin.create(config -> configure(config, graceful, resources, metrics))
                .start();
    }

    private void configure(JavalinConfig config, Handler.Wrapper handler, Resources resources, Metrics metrics) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads;
        config.jetty.addConnector(socket::connectorWithHttp2);
        config.jetty.modifyServer(server -> {
            server.setHandler(handler);
            server.setErrorHandler(new ProblemErrorHandler());
            server.setStopTimeout(LAST_ANSWERS.toMillis());
        });
        RequestObserver requests = metrics.requests("public");
        config.requestLogger.http((context, millis) -> answered(requests, context, (long) (millis * NANOS_PER_MILLI)));
        for (Resource resource : resources.all()) {
            resource.addTo(config.routes);
        }
    }

    private static void answered(RequestObserver requests, Context context, long nanos) {
        Answer answer = new Answer(Operation.OTHER, Answer.NO_VIEW, context.statusCode(), Answer.NO_ROLE, 0);
        requests.answered(answer, Trace.NONE, nanos, nanos, () -> {
            String query = context.queryString();
            return new RequestLog.Request(
                    context.ip(),
                    context.method().name(),
                    query == null ? context.path() : context.path() + '?' + query,
                    new Timing(Trace.NONE).text(nanos),
                    Trace.NONE.id());
        });
    }

    /**
     * Takes no further connections, and no further requests on those there are: they are refused with 503.
     *
     * @return done when all requests that are under way have been answered, and connections closed
     */
    public CompletableFuture<Void> drain() {
        Javalin running = javalin;
        return running == null
                ? CompletableFuture.completedFuture(null)
                : Graceful.shutdown(running.jettyServer().server());
    }

    /** Lets the last answers out and closes the socket. Idempotent. */
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
