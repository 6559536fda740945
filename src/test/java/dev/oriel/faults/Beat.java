package dev.oriel.faults;

/** Tells how many of something are due, at a steady pace. After a halt of its own nothing is made up for. For one thread. */
final class Beat {

    /** What may be due at once: as much as in so many seconds. */
    private static final double AT_ONCE = 0.1;

    private double due;
    private long last = System.nanoTime();

    /** How many are due since it was asked last. */
    int due(double perSecond) {
        long now = System.nanoTime();
        due = Math.min(due + (now - last) * 1e-9 * perSecond, Math.max(1, perSecond * AT_ONCE));
        last = now;
        int whole = (int) due;
        due -= whole;
        return whole;
    }
}
