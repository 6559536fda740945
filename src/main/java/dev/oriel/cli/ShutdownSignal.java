package dev.oriel.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM or Ctrl-C, and has things closed in order before the process ends.
 *
 * <p>The JVM ends when its shutdown hooks have; so a hook closes, and the command's thread only waits.
 */
final class ShutdownSignal {

    private ShutdownSignal() {}

    /** Blocks until the process is told to end, runs {@code close} and ends the process with exit code 0. */
    static void await(Runnable close) throws InterruptedException {
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            close.run();
            System.out.flush();
            System.err.flush();
            // Stopping when told to is what was asked for; the JVM's own exit code would say that it was killed.
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        new CountDownLatch(1).await();
    }
}
