package dev.oriel.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The servers that may be asked: each request begins at the next one. Safe for all threads. */
final class Servers {

    /** For how long a server that did not answer is asked only after the others. */
    static final Duration PASSED_OVER = Duration.ofSeconds(5);

    /** A server, and whether it has answered lately. Safe for all threads. */
    static final class Server {

        private final URI url;
        private final LongSupplier nanos;
        private volatile long failedAt;
        private volatile boolean failed;

        private Server(URI url, LongSupplier nanos) {
            this.url = url;
            this.nanos = nanos;
        }

        URI url() {
            return url;
        }

        /** It could not be reached, or did not answer in time. */
        void failed() {
            failedAt = nanos.getAsLong();
            failed = true;
        }

        /** It answered, whatever it said. */
        void answered() {
            failed = false;
        }

        private boolean isPassedOver() {
            return failed && nanos.getAsLong() - failedAt < PASSED_OVER.toNanos();
        }
    }

    private final List<Server> servers;
    private final AtomicInteger next = new AtomicInteger();

    /** With a clock in nanoseconds from any start. */
    Servers(List<URI> urls, LongSupplier nanos) {
        servers = urls.stream().map(url -> new Server(url, nanos)).toList();
    }

    int count() {
        return servers.size();
    }

    /** Every server once, in the order in which a request should try them; never empty. */
    Iterator<Server> round() {
        int first = Math.floorMod(next.getAndIncrement(), servers.size());
        List<Server> order = new ArrayList<>(servers.subList(first, servers.size()));
        order.addAll(servers.subList(0, first));
        List<Server> passedOver = order.stream().filter(Server::isPassedOver).toList();
        order.removeAll(passedOver);
        order.addAll(passedOver);
        return order.iterator();
    }

    /** The servers' URLs, for messages. */
    @Override
    public String toString() {
        return servers.stream().map(server -> server.url().toString()).collect(Collectors.joining(", "));
    }
}
