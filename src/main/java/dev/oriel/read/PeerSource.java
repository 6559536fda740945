package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.config.HostPort;
import dev.oriel.route.EventReader;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerStream;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.route.ServerSentEvent;
import dev.oriel.trace.Trace;
import dev.oriel.watch.Wakeup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Another instance that owns the partitions. A virtual thread of its own reads the peer's stream into a {@link RelayBuffer}; when
 * that is full it stops reading, so the peer finds its client slow and conflates.
 */
final class PeerSource implements WatchSource, Runnable {

    private static final String PUT = "put";
    private static final String DELETE = "delete";
    private static final String RESET = "reset";
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final int OK = 200;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    /**
     * What to ask for.
     *
     * @param peer the instance to ask
     * @param path the path and query, encoded
     * @param headers where to begin
     * @param partitions the partitions it is asked for
     * @param openWithin how long it may take to begin to answer
     * @param traced the question as a part of the watch's trace; over when it has begun to answer
     */
    record Request(
            HostPort peer,
            String path,
            Map<String, String> headers,
            Set<Integer> partitions,
            Duration openWithin,
            Trace.Call traced) {}

    private final Request request;
    private final PeerClient peers;
    private final Wakeup wakeup;
    private final RelayBuffer buffer = new RelayBuffer();
    private final Thread thread = Thread.ofVirtual().name("relay").unstarted(this);
    private volatile @Nullable EventReader reader;
    private volatile Outcome.@Nullable Refusal end;

    private PeerSource(Request request, PeerClient peers, Wakeup wakeup) {
        this.request = request;
        this.peers = peers;
        this.wakeup = wakeup;
    }

    /** Begins to ask; returns at once. */
    static PeerSource open(Request request, PeerClient peers, Wakeup wakeup) {
        PeerSource source = new PeerSource(request, peers, wakeup);
        source.thread.start();
        return source;
    }

    @Override
    public void run() {
        try (PeerStream stream = peers.watch(request.peer(), request.path(), request.headers(), request.openWithin())) {
            request.traced().end();
            if (stream.status() == OK) {
                relay(new EventReader(stream.body()));
                end = ended("has ended the watch");
            } else {
                end = refused(stream);
            }
        } catch (PeerUnreachableException e) {
            request.traced().fail(String.valueOf(e.getMessage()));
            end = Unavailability.unreachable(partition(), "its owner " + e.getMessage());
        } catch (IOException e) {
            end = ended("has broken off");
        } catch (InterruptedException closed) {
            end = ended("is not asked any more");
        } finally {
            request.traced().end();
            wakeup.call();
        }
    }

    private void relay(EventReader events) throws IOException, InterruptedException {
        reader = events;
        wakeup.call();
        for (Optional<ServerSentEvent> event = events.next(); event.isPresent(); event = events.next()) {
            buffer.put(event.get());
            wakeup.call();
        }
    }

    private Outcome.Refusal refused(PeerStream stream) {
        return switch (stream.status()) {
            case MISDIRECTED -> Unavailability.moved(partition(), request.peer());
            case UNAVAILABLE ->
                stream.unavailable().isPresent()
                        ? Unavailability.of(
                                partition(), stream.unavailable().get(), "its owner " + request.peer() + " says so")
                        : new Outcome.Overloaded(
                                "its owner " + request.peer() + " has as many watches as it takes", RETRY_SOON);
            default ->
                Unavailability.unreachable(partition(), "its owner " + request.peer() + " answers " + stream.status());
        };
    }

    private Outcome.Refusal ended(String how) {
        return Unavailability.rebalancing(partition(), request.peer() + " " + how);
    }

    private int partition() {
        return request.partitions().stream().mapToInt(Integer::intValue).min().orElseThrow();
    }

    /** The instance that is asked. */
    HostPort peer() {
        return request.peer();
    }

    /** Why it is given up by this side. */
    Outcome.Refusal lost() {
        return ended("is not the owner any more, or is silent");
    }

    /** Whether nothing has been heard for so long, not even a heartbeat. */
    boolean isSilentFor(Duration time) {
        EventReader events = reader;
        return events != null && System.nanoTime() - events.lastHeard() > time.toNanos();
    }

    @Override
    public Set<Integer> partitions() {
        return request.partitions();
    }

    @Override
    public boolean isOpen() {
        return reader != null;
    }

    @Override
    public Optional<Outcome.Refusal> refused() {
        // In this order: an end that is there before the reader was not the end of its stream.
        Outcome.Refusal over = end;
        return isOpen() ? Optional.empty() : Optional.ofNullable(over);
    }

    @Override
    public Found poll() {
        // First, so that whatever came before the end is found too.
        Outcome.Refusal over = end;
        List<Event> events = new ArrayList<>();
        for (ServerSentEvent event : buffer.drain()) {
            if (event.type().equals(RESET)) {
                return new Found.HistoryLost();
            }
            events.add(event(event));
        }
        if (events.isEmpty() && over != null) {
            return new Found.Ended(over);
        }
        return events.isEmpty() && !isOpen() ? new Found.NotYet() : new Found.News(events);
    }

    private static Event event(ServerSentEvent event) {
        boolean tells = event.type().equals(PUT) || event.type().equals(DELETE);
        return new Event(
                tells ? new WatchEvent.Content.Relayed(event.type(), event.data()) : new WatchEvent.Content.Nothing(),
                event.id().map(PeerSource::offsets).orElse(Map.of()));
    }

    private static Map<Integer, Long> offsets(String id) {
        Map<Integer, Long> offsets = new TreeMap<>();
        Position.parseList(id).forEach(position -> offsets.put(position.partition(), position.offset()));
        return offsets;
    }

    @Override
    public Map<Integer, Long> reached() {
        return Map.of();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
