package dev.oriel.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket, and the Javalin that answers on it once it has been started. For one thread at a time. */
final class JavalinListener implements AutoCloseable {

    private final ListeningSocket socket;
    private @Nullable Javalin javalin;

    JavalinListener(ListeningSocket socket) {
        this.socket = socket;
    }

    ListeningSocket socket() {
        return socket;
    }

    /** Starts answering. */
    void start(Consumer<JavalinConfig> configuration) {
        javalin = Javalin.create(configuration).start();
    }

    /** The Javalin, unless it has not been started or has been stopped. */
    Optional<Javalin> running() {
        return Optional.ofNullable(javalin);
    }

    /** Stops answering and closes the socket. Idempotent. */
    @Override
    public void close() throws IOException {
        Optional<Javalin> running = running();
        javalin = null;
        running.ifPresent(Javalin::stop);
        socket.close();
    }
}
