package dev.oriel.demo;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** The keys written last, newest first; a bounded number of them. Safe for use by several threads. */
final class RecentKeys {

    private final int limit;
    private final SequencedSet<String> keys = new LinkedHashSet<>();

    RecentKeys(int limit) {
        this.limit = limit;
    }

    synchronized void add(String key) {
        keys.addFirst(key);
        if (keys.size() > limit) {
            keys.removeLast();
        }
    }

    synchronized void remove(String key) {
        keys.remove(key);
    }

    synchronized List<String> newestFirst() {
        return List.copyOf(keys);
    }
}
