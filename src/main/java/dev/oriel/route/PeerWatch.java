package dev.oriel.route;

import java.time.Duration;

/**
 * Keeps a {@link PeerDirectory} up to date, so that instances can be named without asking them first. Asks all of them every five
 * seconds, and sooner when there is one that has not yet said anything.
 */
public final class PeerWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PAUSES_PER_ROUND = 20;

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
            for (int pauses = 0; true; pauses++) {
                if (pauses % PAUSES_PER_ROUND == 0 || directory.lacksAny()) {
                    directory.ask();
                }
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
