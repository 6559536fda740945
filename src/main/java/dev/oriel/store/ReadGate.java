package dev.oriel.store;

import java.util.concurrent.atomic.LongAdder;

/**
 * Lets any number of readers in until it is closed, and lets the closer wait until the last of them has left. It
 * stands before native memory, which must not be freed under a reader.
 *
 * <p>Entries and exits are counted apart, each on a striped counter, so that readers on different cores don't meet.
 * The closer first shuts the gate, then sums the exits and after them the entries: both only grow and no exit comes
 * before its entry, so when the two sums are equal nobody was inside when the exits had been summed; and whoever comes
 * later finds the gate shut.
 */
final class ReadGate {

    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private volatile boolean open = true;

    /** Lets the caller in, who must then {@link #leave()}; or refuses because the gate is shut. */
    boolean enter() {
        entered.increment();
        if (open) {
            return true;
        }
        left.increment();
        return false;
    }

    /** The caller, who had been let in, leaves. */
    void leave() {
        left.increment();
    }

    /** Shuts the gate and waits for those inside; reads are short, so this spins. */
    void close() {
        open = false;
        while (true) {
            long exits = left.sum();
            if (entered.sum() == exits) {
                return;
            }
            Thread.onSpinWait();
        }
    }
}
