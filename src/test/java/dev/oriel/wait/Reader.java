package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Someone who waits, and takes down each ending and the thread it came by. */
final class Reader implements Waiter<Seen> {

    private final String key;
    private final Predicate<Seen> condition;
    private final Map<Integer, Long> after;
    private final List<Ending<Seen>> endings = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Reader(String key, Predicate<Seen> condition, Map<Integer, Long> after) {
        this.key = key;
        this.condition = condition;
        this.after = after;
    }

    /** Waits until the key has this version, or a later one. */
    static Reader ofVersion(String key, long version) {
        return new Reader(key, seen -> seen.version() >= version, Map.of());
    }

    /** Waits until the watermark has reached this offset. */
    static Reader ofOffset(String key, long offset) {
        return new Reader(key, seen -> seen.reached() >= offset, Map.of(Shelf.PARTITION, offset));
    }

    String key() {
        return key;
    }

    Map<Integer, Long> after() {
        return after;
    }

    @Override
    public boolean satisfiedBy(Seen seen) {
        return condition.test(seen);
    }

    @Override
    public synchronized void ended(Ending<Seen> ending) {
        endings.add(ending);
        threads.add(Thread.currentThread());
    }

    synchronized List<Ending<Seen>> endings() {
        return List.copyOf(endings);
    }

    synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    boolean isWaiting() {
        return endings().isEmpty();
    }

    void assertWaiting() {
        assertThat(endings()).isEmpty();
    }

    /** It has ended, once, and so. */
    void assertEnded(Ending<Seen> how) {
        assertThat(endings()).containsExactly(how);
    }
}
