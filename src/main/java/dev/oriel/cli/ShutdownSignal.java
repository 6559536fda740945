package dev.oriel.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM or Ctrl-C, and has things closed in order before the process ends.
 *
 * <p>The JVM ends when its shutdown hooks have; so the hook closes, and the command's thread only waits.
 */
final class ShutdownSignal {

    private ShutdownSignal() {}

    /** Blocks until the process is told to end; by the time this returns {@code close} has run. */
    static void await(Runnable close) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            try {
                close.run();
            } finally {
                closed.countDown();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        closed.await();
    }
}
