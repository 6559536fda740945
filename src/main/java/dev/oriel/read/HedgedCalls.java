package dev.oriel.read;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Calls that can stand in for one another: each is made when all before it have come to nothing or have kept silent for a while, and
 * the first that comes to something counts (hedged requests, as in Dean and Barroso, "The Tail at Scale"). Each is made on a virtual
 * thread of its own, and interrupted when it is not needed any more.
 */
final class HedgedCalls implements AutoCloseable {

    /** A call; blocks, and ends when it is interrupted. */
    @FunctionalInterface
    interface Call {
        /** What it comes to, if to anything. */
        Optional<Outcome> make() throws InterruptedException;
    }

    private sealed interface End {
        record Came(Optional<Outcome> outcome) implements End {}

        record Broke(RuntimeException cause) implements End {}
    }

    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private HedgedCalls() {}

    /**
     * What the first comes to that comes to something.
     *
     * @param calls in the order in which they are to be made
     * @param silence how long one may keep silent before the next one is made
     */
    static Optional<Outcome> first(List<Call> calls, Duration silence) throws InterruptedException {
        try (HedgedCalls hedged = new HedgedCalls()) {
            return hedged.run(new ArrayDeque<>(calls), silence);
        }
    }

    private Optional<Outcome> run(Queue<Call> calls, Duration silence) throws InterruptedException {
        int underWay = 0;
        while (underWay > 0 || !calls.isEmpty()) {
            if (!calls.isEmpty()) {
                make(calls.remove());
                underWay++;
            }
            End end = calls.isEmpty() ? ends.take() : ends.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            // One that comes to nothing leaves the floor to the next at once.
            if (end != null) {
                underWay--;
                Optional<Outcome> outcome = outcome(end);
                if (outcome.isPresent()) {
                    return outcome;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Outcome> outcome(End end) {
        return switch (end) {
            case End.Came came -> came.outcome();
            case End.Broke broke -> throw broke.cause();
        };
    }

    private void make(Call call) {
        threads.add(Thread.ofVirtual().name("hedged").start(() -> {
            try {
                ends.add(new End.Came(call.make()));
            } catch (RuntimeException e) {
                ends.add(new End.Broke(e));
            } catch (InterruptedException notNeeded) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
