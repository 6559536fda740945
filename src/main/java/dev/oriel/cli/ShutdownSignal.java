package dev.oriel.cli;

import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ExitCode;

/**
 * Waits for SIGTERM or Ctrl-C, has things closed in order, and ends the process with exit code 0: by itself the JVM would
 * report the signal (143, 130), which service managers and orchestrators show as a failure.
 *
 * <p>The JVM ends when its shutdown hooks have; so the hook closes, and the command's thread only waits.
 */
final class ShutdownSignal {

    private ShutdownSignal() {}

    /** Blocks until the process is told to end and {@code close} has run, and then does not return: the process ends. */
    static void await(Terminal terminal, Runnable close) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    close.run();
                    terminal.out().flush();
                    terminal.err().flush();
                    Runtime.getRuntime().halt(ExitCode.OK);
                }));
        new CountDownLatch(1).await();
    }
}
