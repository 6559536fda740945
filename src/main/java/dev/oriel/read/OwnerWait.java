package dev.oriel.read;

import dev.oriel.route.Registration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A read that waits at the owner of its key, which no thread waits for here. It ends once: with what the owner tells, or without
 * anything when the owner has not told, is found to be down, or is found to have become another. Safe for all threads.
 */
final class OwnerWait {

    /** How a read is sent to its owner. */
    @FunctionalInterface
    interface Sending {
        /**
         * Sends it.
         *
         * @param then gets what the owner tells, or nothing
         * @return ends it at the owner too; nothing if it cannot be sent
         */
        Optional<Runnable> send(Consumer<Optional<Outcome>> then);
    }

    /** How the reasons to leave the owner are heard of. */
    @FunctionalInterface
    interface Watching {
        /** Has a wait {@linkplain #leave left} as soon as there is one, which may be at once. */
        List<Registration> watch(OwnerWait wait);
    }

    private final Watching watching;
    private final Sending sending;
    private final Consumer<Optional<Outcome>> then;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile List<Registration> registrations = List.of();
    private volatile Optional<Runnable> sent = Optional.empty();

    /**
     * A wait that has not begun.
     *
     * @param then gets what the owner tells, or nothing; called once at most, on whatever thread finds out, which it must not block
     */
    OwnerWait(Watching watching, Sending sending, Consumer<Optional<Outcome>> then) {
        this.watching = watching;
        this.sending = sending;
        this.then = then;
    }

    /**
     * Begins.
     *
     * @return whether it goes on or has ended already; otherwise nobody is told of it
     */
    boolean begin() {
        registrations = watching.watch(this);
        sent = sending.send(this::end);
        boolean begun = sent.isPresent() || over.getAndSet(true);
        if (over.get()) {
            // Whoever ended it may have come before there was something to let go of.
            release();
        }
        return begun;
    }

    /** The owner is not waited for any more. */
    void leave() {
        end(Optional.empty());
    }

    private void end(Optional<Outcome> told) {
        if (!over.getAndSet(true)) {
            release();
            then.accept(told);
        }
    }

    /** Ends it without a word. */
    void cancel() {
        if (!over.getAndSet(true)) {
            release();
        }
    }

    private void release() {
        registrations.forEach(Registration::close);
        sent.ifPresent(Runnable::run);
    }
}
