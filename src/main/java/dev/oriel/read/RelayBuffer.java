package dev.oriel.read;

import dev.oriel.route.ServerSentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way from a peer to a client: {@value #BYTES} bytes of data, and one event whatever its size. One thread puts, and
 * waits while it is full; another takes all there are.
 */
final class RelayBuffer {

    private static final int BYTES = 32 << 10;
    private static final int OVERHEAD = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private List<ServerSentEvent> events = new ArrayList<>();
    private long bytes;

    /** Adds an event as soon as there is room. */
    void put(ServerSentEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes >= BYTES) {
                emptied.await();
            }
            events.add(event);
            bytes += OVERHEAD + event.data().length;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all events, in their order. */
    List<ServerSentEvent> drain() {
        lock.lock();
        try {
            List<ServerSentEvent> taken = events;
            events = new ArrayList<>();
            bytes = 0;
            emptied.signal();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
