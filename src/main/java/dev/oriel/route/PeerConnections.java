package dev.oriel.route;

import dev.oriel.config.Durations;
import dev.oriel.config.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Connections to peers, kept for the next request: one for each request that is under way, and at most {@value #IDLE} to each peer
 * that wait for one, none of them for longer than 20 s. Safe for several threads.
 */
final class PeerConnections implements AutoCloseable {

    private static final int IDLE = 128;

    /** Less than the peer waits before it closes them by itself. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private record Idle(PeerConnection connection, long since) {}

    private static final class Pool {
        private final Deque<Idle> latestFirst = new ConcurrentLinkedDeque<>();
        private final AtomicInteger size = new AtomicInteger();
    }

    private final Map<HostPort, Pool> pools = new ConcurrentHashMap<>();
    private final Set<PeerConnection> inUse = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes a request on a connection that is there, or on a new one.
     *
     * @param request the request, complete with its body if it has one; nothing is changed by it
     * @param atMost how long the answer may take
     * @param taken is given the connection before anything is sent, twice at most
     */
    PeerConnection.Response exchange(HostPort peer, byte[] request, Duration atMost, Consumer<PeerConnection> taken)
            throws IOException {
        long began = System.nanoTime();
        Optional<PeerConnection> idle = takeIdle(peer);
        if (idle.isPresent()) {
            try {
                return exchange(peer, idle.get(), request, atMost, taken);
            } catch (PeerConnection.ClosedUnaskedException e) {
                // By the peer, before it saw the request; a new connection tells whether it is still there.
                if (Thread.currentThread().isInterrupted() || closed) {
                    throw e;
                }
            }
        }
        Duration left = atMost.minusNanos(System.nanoTime() - began);
        return exchange(
                peer, PeerConnection.open(peer, Durations.shorter(CONNECT_TIMEOUT, left)), request, left, taken);
    }

    private PeerConnection.Response exchange(
            HostPort peer, PeerConnection connection, byte[] request, Duration atMost, Consumer<PeerConnection> taken)
            throws IOException {
        inUse.add(connection);
        taken.accept(connection);
        try {
            if (closed) {
                throw new IOException("this instance stops");
            }
            return connection.exchange(request, atMost);
        } finally {
            inUse.remove(connection);
            if (connection.isReusable() && !closed) {
                keep(peer, connection);
            } else {
                connection.close();
            }
        }
    }

    private Optional<PeerConnection> takeIdle(HostPort peer) {
        Pool pool = pools.get(peer);
        if (pool == null) {
            return Optional.empty();
        }
        Idle idle = pool.latestFirst.pollFirst();
        if (idle == null) {
            return Optional.empty();
        }
        pool.size.decrementAndGet();
        if (System.nanoTime() - idle.since() < LONGEST_IDLE.toNanos()) {
            return Optional.of(idle.connection());
        }
        // What lies below has been idle for longer.
        idle.connection().close();
        drop(pool);
        return Optional.empty();
    }

    private void keep(HostPort peer, PeerConnection connection) {
        Pool pool = pools.computeIfAbsent(peer, host -> new Pool());
        if (pool.size.incrementAndGet() > IDLE) {
            pool.size.decrementAndGet();
            connection.close();
            return;
        }
        pool.latestFirst.addFirst(new Idle(connection, System.nanoTime()));
        if (closed) {
            drop(pool);
        }
    }

    private static void drop(Pool pool) {
        for (Idle idle = pool.latestFirst.pollFirst(); idle != null; idle = pool.latestFirst.pollFirst()) {
            pool.size.decrementAndGet();
            idle.connection().close();
        }
    }

    /** Ends all requests, and lets none begin. */
    @Override
    public void close() {
        closed = true;
        inUse.forEach(PeerConnection::close);
        pools.values().forEach(PeerConnections::drop);
    }
}
