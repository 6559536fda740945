package dev.oriel.route;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who wants to be told of what happens to something. Safe for all threads.
 *
 * @param <T> what it happens to
 */
final class Listeners<T> {

    private final Map<T, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    /**
     * From here on {@code then} is called each time.
     *
     * @param then must not block
     */
    Registration add(T subject, Runnable then) {
        listeners.compute(subject, (same, known) -> {
            Set<Runnable> told = known == null ? ConcurrentHashMap.newKeySet() : known;
            told.add(then);
            return told;
        });
        return () -> listeners.computeIfPresent(subject, (same, told) -> {
            told.remove(then);
            return told.isEmpty() ? null : told;
        });
    }

    /** Calls them all, on this thread. */
    void tell(T subject) {
        listeners.getOrDefault(subject, Set.of()).forEach(Runnable::run);
    }
}
