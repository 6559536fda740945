package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links to other instances, one to each, and the one thread that serves them: whatever reads have been offered until it comes
 * round go out together. Safe for all threads.
 */
final class PeerLinks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeerLinks.class);
    private static final long TICK_MILLIS = 20;

    private final Map<HostPort, PeerLink> links = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final LongAdder lookUps = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().daemon().name("links").unstarted(this::run);
    private volatile boolean closed;
    private long expired = System.nanoTime();
    private long examined = System.nanoTime();

    /** No link yet. */
    PeerLinks() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    /**
     * Sends a lookup over the link to a peer; the first one has it opened, and goes the ordinary way itself.
     *
     * @param then gets what comes of it, on the links' thread, which it must not block, or at once
     * @return whether there is a link; if not, {@code then} gets nothing
     */
    boolean lookUp(
            HostPort peer, String target, Map<String, String> fields, Duration atMost, Consumer<LinkReply> then) {
        if (closed) {
            return false;
        }
        boolean taken = link(peer).offer(target, fields, System.nanoTime() + atMost.toNanos(), then);
        if (taken) {
            lookUps.increment();
            wake();
        }
        return taken;
    }

    /**
     * Sends a read over the link to a peer that may wait there; the first one has the link opened, and goes the ordinary way itself.
     *
     * @param atMost how long it may take, kept to within a second or so
     * @param then gets what comes of it, on the links' thread, which it must not block
     * @return ends it ahead of its time, and does nothing when it is over; nothing if there is no link, and then {@code then} gets
     *     nothing either
     */
    Optional<Runnable> await(
            HostPort peer, String target, Map<String, String> fields, Duration atMost, Consumer<LinkReply> then) {
        if (closed) {
            return Optional.empty();
        }
        PeerLink link = link(peer);
        OptionalInt id = link.offerWait(target, fields, System.nanoTime() + atMost.toNanos(), then);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        waits.increment();
        wake();
        return Optional.of(() -> {
            if (link.cancelWait(id.getAsInt())) {
                wake();
            }
        });
    }

    private PeerLink link(HostPort peer) {
        PeerLink link = links.computeIfAbsent(peer, this::open);
        if (link.isToBeReplaced()) {
            links.remove(peer, link);
        }
        return link;
    }

    /** Whether something has come from a peer since a moment, in nanoseconds of {@link System#nanoTime}. */
    boolean hasHeardSince(HostPort peer, long moment) {
        PeerLink link = links.get(peer);
        return link != null && link.heardAt() - moment > 0;
    }

    /** How many lookups have been taken. */
    long lookUps() {
        return lookUps.sum();
    }

    /** How many reads that may wait have been taken. */
    long waits() {
        return waits.sum();
    }

    private PeerLink open(HostPort peer) {
        PeerLink link = new PeerLink(peer);
        Thread.ofVirtual().name("link-" + peer).start(() -> open(peer, link));
        return link;
    }

    private void open(HostPort peer, PeerLink link) {
        try {
            SocketChannel channel = LinkHandshake.connect(peer);
            later(() -> begin(link, channel));
        } catch (IOException e) {
            log.debug("no link to {}: {}", peer, e.toString());
            later(link::close);
        }
    }

    private void begin(PeerLink link, SocketChannel channel) {
        try {
            link.opened(channel, selector);
        } catch (IOException | ClosedSelectorException e) {
            link.close();
        }
    }

    private void later(Runnable task) {
        tasks.add(task);
        wake();
    }

    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                // Without a limit when there is nothing to be missed.
                selector.select(tickMillis());
                // Before anything is looked at: whoever comes later wakes the thread again.
                woken.set(false);
                serve();
            }
        } catch (IOException | RuntimeException e) {
            log.error("links to other instances are not used any more", e);
        } finally {
            closed = true;
            runTasks();
            links.values().forEach(PeerLink::close);
        }
    }

    private long tickMillis() {
        if (links.values().stream().anyMatch(PeerLink::isAwaited)) {
            return TICK_MILLIS;
        }
        return links.values().stream().anyMatch(PeerLink::isUsed) ? LinkPulse.QUIET.toMillis() / 2 : 0;
    }

    private void serve() {
        runTasks();
        Set<SelectionKey> ready = selector.selectedKeys();
        links.values().forEach(link -> link.serve(ready));
        ready.clear();
        long now = System.nanoTime();
        if (now - expired > TICK_MILLIS * 1_000_000) {
            expired = now;
            links.values().forEach(link -> link.expire(now));
            links.values().removeIf(PeerLink::isToBeReplaced);
        }
        if (now - examined > LinkPulse.QUIET.toNanos() / 2) {
            examined = now;
            links.values().forEach(link -> link.examine(now));
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Ends all links, and all lookups without an answer. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
