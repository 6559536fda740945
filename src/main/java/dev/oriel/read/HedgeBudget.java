package dev.oriel.read;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many lookups may be asked a second time because the first answer is late. When all instances are slow, whatever is asked twice makes
 * them slower; so a second question is paid for by {@value #ANSWERS_A_HEDGE} answers that came in time, and only what has been saved up,
 * {@value #MOST} hedges at most, can be spent while none do: enough for the second or so until a peer that hangs is found to be down. See
 * Beyer et al., "Site Reliability Engineering" (2016), chapter 22, on retry budgets. Safe for all threads.
 */
final class HedgeBudget {

    /** How many hedges can be saved up; an instance begins with as many. */
    static final int MOST = 1_000;

    /** How many answers in time pay for one hedge. */
    static final int ANSWERS_A_HEDGE = 10;

    private static final int FULL = MOST * ANSWERS_A_HEDGE;

    private final AtomicInteger saved = new AtomicInteger(FULL);

    /** An answer has come in time. */
    void answered() {
        // Full, as a rule, and then not worth a write that all threads share.
        if (saved.get() < FULL) {
            saved.updateAndGet(before -> Math.min(FULL, before + 1));
        }
    }

    /** Whether one may be asked a second time, which is then paid for. */
    boolean spend() {
        return saved.getAndUpdate(before -> before < ANSWERS_A_HEDGE ? before : before - ANSWERS_A_HEDGE)
                >= ANSWERS_A_HEDGE;
    }
}
