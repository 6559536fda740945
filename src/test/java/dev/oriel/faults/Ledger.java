package dev.oriel.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has been written: of each key the numbers 1, 2, 3 and so on, in this order. Knows which number an answer has to have at least,
 * and which answers nobody can have written. Safe for all threads.
 */
final class Ledger {

    static final String TOPIC = "facts";
    static final int PARTITIONS = 12;
    static final int KEYS = 3_000;

    private static final Pattern VALUE = Pattern.compile("\\{\"key\":\"([^\"]*)\",\"n\":(\\d+)}");

    private record Acknowledged(long number, long at) {}

    private static final class Entry {
        /** Held while a number is sent, which can take its time; whoever only reads must not wait for that. */
        private final Lock sending = new ReentrantLock();

        private long sent;
        private final Deque<Acknowledged> acknowledged = new ArrayDeque<>();
    }

    private final List<Entry> entries = new ArrayList<>(KEYS);

    Ledger() {
        for (int key = 0; key < KEYS; key++) {
            entries.add(new Entry());
        }
    }

    static String name(int key) {
        return "k-" + key;
    }

    static String value(int key, long number) {
        return "{\"key\":\"" + name(key) + "\",\"n\":" + number + "}";
    }

    /** Sends the next number of a key; nobody else sends one of the same key meanwhile. */
    long next(int key, LongConsumer send) {
        Entry entry = entries.get(key);
        entry.sending.lock();
        try {
            long number;
            synchronized (entry) {
                number = ++entry.sent;
            }
            send.accept(number);
            return number;
        } finally {
            entry.sending.unlock();
        }
    }

    /** The broker has it. */
    void acknowledged(int key, long number) {
        Entry entry = entries.get(key);
        synchronized (entry) {
            entry.acknowledged.addLast(new Acknowledged(number, System.nanoTime()));
        }
    }

    /** The latest number of a key that the broker had at a moment of {@link System#nanoTime}. */
    long acknowledgedAt(int key, long moment) {
        Entry entry = entries.get(key);
        synchronized (entry) {
            long number = 0;
            for (Acknowledged each : entry.acknowledged) {
                if (each.at() - moment > 0) {
                    break;
                }
                number = Math.max(number, each.number());
            }
            return number;
        }
    }

    /** The number in a value; nothing if nobody has written that value to that key. */
    OptionalLong number(int key, String value) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches() || !matcher.group(1).equals(name(key))) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(2));
        Entry entry = entries.get(key);
        synchronized (entry) {
            return number >= 1 && number <= entry.sent ? OptionalLong.of(number) : OptionalLong.empty();
        }
    }
}
