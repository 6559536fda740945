package dev.oriel.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.ExitCode;

/**
 * Runs what goes on until SIGTERM or Ctrl-C, has it closed in order, and ends the process with exit code 0.
 *
 * <p>The JVM ends when its shutdown hooks have; so the hook closes, and the command's thread only waits. The hook is there before
 * anything is started: a signal that comes amid the start interrupts it, and nothing stays behind either.
 */
final class ShutdownSignal {

    /** How long a start that was interrupted may take to clean up after itself: as long as all parts of a demo may. */
    private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(25);

    /**
     * Starts something.
     *
     * @param <E> what is thrown if it cannot be started
     */
    @FunctionalInterface
    interface Start<E extends Exception> {

        /**
         * Starts it. If that fails or is broken off, nothing of it is left when this returns.
         *
         * @param stopping whether to break off; the thread is interrupted too, but libraries that are called may swallow that
         */
        AutoCloseable start(BooleanSupplier stopping) throws E, InterruptedException;
    }

    private final Terminal terminal;
    private final Thread starter = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Optional<AutoCloseable> started = Optional.empty();

    private ShutdownSignal(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Starts something, and blocks until the process is told to end and it is closed. Does not return but by an exception: then the
     * process ends.
     *
     * @throws E if it cannot be started
     */
    static <E extends Exception> void await(Terminal terminal, Start<E> start) throws E, InterruptedException {
        new ShutdownSignal(terminal).run(start);
    }

    private <E extends Exception> void run(Start<E> start) throws E, InterruptedException {
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::stop);
        EndSignals.exitWith(ExitCode.OK);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            started = Optional.of(start.start(() -> stopping));
        } catch (Throwable failure) {
            if (isWithdrawn(hook)) {
                throw failure;
            }
            throw new InterruptedException("stopped while it was being started");
        } finally {
            ended.countDown();
        }
        new CountDownLatch(1).await();
    }

    /** Whether the process may end with the command's exit code; otherwise it is being stopped, and a failed start is no news. */
    private static boolean isWithdrawn(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }

    private void stop() {
        stopping = true;
        if (ended.getCount() > 0) {
            starter.interrupt();
        }
        try {
            boolean unused = ended.await(START_ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (started.isPresent()) {
                started.get().close();
            }
        } catch (Exception e) {
            terminal.err().println("oriel: while stopping: " + e);
        }
        terminal.out().flush();
        terminal.err().flush();
    }
}
