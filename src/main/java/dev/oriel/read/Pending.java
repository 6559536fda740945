package dev.oriel.read;

/** A read that could not be answered at once. */
public interface Pending {

    /** What becomes of a read. Called once, on any thread; must not block. */
    interface Reply {
        /** The read has ended. */
        void outcome(Outcome outcome);

        /** Something is wrong with this instance. */
        void failure(RuntimeException cause);
    }

    /** Sets it going, on the caller's thread, which is not held up; it may end before this returns. To be called once. */
    void begin();

    /**
     * Ends it without a word, since nobody waits any more: whatever it holds here and at other instances is given back. Any
     * thread may call it, at any time, also before {@link #begin}.
     *
     * @return whether this call ended it; then the reply has not been called and never will be
     */
    boolean cancel();
}
