package dev.oriel.route;

import java.time.Duration;

/** Keeps a {@link PeerDirectory} up to date, so that instances can be named without asking them first. */
public final class PeerWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final PeerDirectory directory;
    private final Thread thread = Thread.ofVirtual().name("peers").unstarted(this::run);

    /** Over a directory. */
    public PeerWatch(PeerDirectory directory) {
        this.directory = directory;
    }

    /** Starts asking; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                directory.ask();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
