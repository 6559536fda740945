package dev.oriel.faults;

import dev.oriel.process.KeepAliveConnection;
import dev.oriel.process.KeepAliveConnection.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients behind a load balancer: each request goes to the next instance that says that it is ready, over a connection that is kept.
 * An instance to which a connection fails is left out for a second, and the request is made once more at another one. Safe for all threads, each of
 * which waits for its answers.
 */
final class Clients implements AutoCloseable {

    private static final Duration LEFT_OUT = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Of an answered request, or why there was no answer. */
    sealed interface Reply {

        /**
         * It was answered.
         *
         * @param silent whether another instance, which was running, had kept silent before
         */
        record Answered(Response response, boolean silent) implements Reply {}

        /**
         * There was no answer, at another instance neither.
         *
         * @param why as the report tells it
         * @param silent whether an instance that was running kept silent
         */
        record Lost(String why, boolean silent) implements Reply {}
    }

    /** A connection failed. */
    private static final class AttemptFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Reply.Lost lost;

        private AttemptFailed(String why, boolean silent, IOException cause) {
            super(why, cause);
            lost = new Reply.Lost(why, silent);
        }
    }

    private final Map<Member, ReadinessCheck> members = new ConcurrentHashMap<>();
    private final Map<Member, Deque<KeepAliveConnection>> idle = new ConcurrentHashMap<>();
    private final Map<Member, Long> leftOutUntil = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Tally tally;

    Clients(List<Member> members, Tally tally) {
        this.tally = tally;
        members.forEach(this::add);
    }

    /** From now on it is asked too. */
    void add(Member member) {
        members.put(member, new ReadinessCheck(member));
    }

    /** From now on it is not asked any more. */
    void remove(Member member) {
        ReadinessCheck check = members.remove(member);
        if (check != null) {
            check.close();
        }
        forget(member);
    }

    /**
     * Asks, and once more at another instance if the connection fails or the answer does not come in time.
     *
     * @param patience how long each attempt may take
     */
    Reply get(String path, Map<String, String> fields, Duration patience) {
        Member first = next(Optional.empty());
        boolean silent;
        try {
            return new Reply.Answered(attempt(first, path, fields, patience), false);
        } catch (AttemptFailed e) {
            silent = e.lost.silent();
            tally.count("retries");
        }
        try {
            return new Reply.Answered(attempt(next(Optional.of(first)), path, fields, patience), silent);
        } catch (AttemptFailed e) {
            return new Reply.Lost(e.lost.why(), silent || e.lost.silent());
        }
    }

    private Response attempt(Member member, String path, Map<String, String> fields, Duration patience)
            throws AttemptFailed {
        long began = System.nanoTime();
        KeepAliveConnection connection = null;
        try {
            connection = connection(member);
            Response response = connection.get(path, fields, patience);
            if ("close".equalsIgnoreCase(response.headers().get("connection"))) {
                connection.close();
            } else {
                idle(member).addFirst(connection);
            }
            return response;
        } catch (IOException e) {
            leftOutUntil.put(member, System.nanoTime() + LEFT_OUT.toNanos());
            forget(member);
            if (connection != null) {
                connection.close();
            }
            boolean timeout = e instanceof SocketTimeoutException;
            throw new AttemptFailed(why(e), timeout && !member.wasPausedSince(began), e);
        }
    }

    private static String why(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        return e instanceof ConnectException ? "connection refused" : "connection lost";
    }

    private Member next(Optional<Member> butNot) {
        long now = System.nanoTime();
        List<Member> all = List.copyOf(members.keySet());
        int from = turn.getAndIncrement();
        for (int i = 0; i < all.size(); i++) {
            Member member = all.get(Math.floorMod(from + i, all.size()));
            ReadinessCheck check = members.get(member);
            boolean leftOut = leftOutUntil.getOrDefault(member, now) - now > 0 || check == null || !check.isReady();
            if (!leftOut && !butNot.equals(Optional.of(member))) {
                return member;
            }
        }
        // All are left out, so that is no reason.
        return all.get(Math.floorMod(from, all.size()));
    }

    private Deque<KeepAliveConnection> idle(Member member) {
        return idle.computeIfAbsent(member, absent -> new ConcurrentLinkedDeque<>());
    }

    private KeepAliveConnection connection(Member member) throws IOException {
        KeepAliveConnection known = idle(member).pollFirst();
        return known == null ? new KeepAliveConnection(member.port(), CONNECT) : known;
    }

    private void forget(Member member) {
        Deque<KeepAliveConnection> connections = idle(member);
        for (KeepAliveConnection each = connections.pollFirst(); each != null; each = connections.pollFirst()) {
            each.close();
        }
    }

    @Override
    public void close() {
        members.values().forEach(ReadinessCheck::close);
        idle.keySet().forEach(this::forget);
    }
}
