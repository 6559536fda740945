package dev.oriel.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.oriel.config.ViewConfig;
import dev.oriel.ops.WatchMetrics;
import dev.oriel.read.Outcome;
import dev.oriel.read.Watch;
import dev.oriel.read.WatchEvent;
import dev.oriel.read.WatchRead;
import dev.oriel.read.Watcher;
import dev.oriel.watch.KeyState;
import dev.oriel.watch.OpenWatches;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch on its way to a client, on a virtual thread of its own that waits for events and writes them. While the client does not
 * read, that thread waits for it and nobody else does. When the client leaves, the thread is interrupted; when the instance
 * stops, the stream ends.
 */
final class WatchStream implements Attendance.Service {

    private static final Logger log = LoggerFactory.getLogger(WatchStream.class);

    /** How long a client may take for what is being written when the instance stops. */
    private static final Duration LAST_WRITE = Duration.ofMillis(250);

    private static final byte[] NO_DATA = "{}".getBytes(US_ASCII);

    private final HttpExchange exchange;
    private final WatchRead read;
    private final Watcher watcher;
    private final Watch watch;
    private final Refusals refusals;
    private final WatchMetrics metrics;
    private final EntryJson json;
    private final EventBuffer buffer = new EventBuffer();
    private volatile @Nullable OngoingAnswer answer;

    private WatchStream(
            HttpExchange exchange, WatchRead read, Watcher watcher, Refusals refusals, WatchMetrics metrics) {
        this.exchange = exchange;
        this.read = read;
        this.watcher = watcher;
        this.watch = watcher.watch(read);
        this.refusals = refusals;
        this.metrics = metrics;
        this.json = new EntryJson(read.view());
    }

    /** Begins a watch; returns at once. */
    static void begin(HttpExchange exchange, WatchRead read, Watcher watcher, Refusals refusals, WatchMetrics metrics) {
        Attendance.begin(exchange, "watch", new WatchStream(exchange, read, watcher, refusals, metrics));
    }

    @Override
    public Runnable serve() {
        Optional<OpenWatches.Place> free = watcher.enter(read, this::stop);
        if (free.isEmpty()) {
            return () -> refuse(watcher.noPlace(read));
        }
        OpenWatches.Place place = free.get();
        try (place;
                watch) {
            Optional<Outcome.Refusal> refusal = watch.begin(watcher.deadline());
            return refusal.isPresent() ? () -> refuse(refusal.get()) : tell();
        } catch (InterruptedException clientLeft) {
            return () -> leave(clientLeft);
        } catch (IOException cannotWrite) {
            return () -> leave(cannotWrite);
        } catch (RuntimeException e) {
            return () -> fail(e);
        }
    }

    private Runnable tell() throws IOException, InterruptedException {
        exchange.headers().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        exchange.headers().put(HttpHeader.CACHE_CONTROL, "no-cache");
        exchange.answeredBy(role(), watch.isLocal() ? 0 : 1);
        if (HttpMethod.HEAD.is(exchange.request().getMethod())) {
            return () -> exchange.begin(200).end();
        }
        OngoingAnswer stream = exchange.begin(200);
        answer = stream;
        // At once, so that the client learns that it is being served, however long there is nothing to tell.
        buffer.heartbeat();
        while (!watch.isOver()) {
            stream.write(buffer.take());
            List<WatchEvent> events = watch.next();
            events.forEach(this::add);
            if (events.isEmpty()) {
                buffer.heartbeat();
            }
        }
        return stream::end;
    }

    private String role() {
        if (!watch.isLocal()) {
            return "remote";
        }
        return read.view().config().kind() == ViewConfig.Kind.GLOBAL ? "global" : "active";
    }

    private void add(WatchEvent event) {
        switch (event.content()) {
            case WatchEvent.Content.State told -> {
                String type = told.state() instanceof KeyState.Present ? "put" : "delete";
                buffer.event(type, json.write(told.state(), told.conflated()), event.id());
                metrics.told(told.conflated());
            }
            case WatchEvent.Content.Relayed relayed -> {
                buffer.event(relayed.type(), relayed.data(), event.id());
                metrics.told(0);
            }
            case WatchEvent.Content.Reset reset -> {
                buffer.event("reset", NO_DATA, event.id());
                metrics.reset();
            }
            case WatchEvent.Content.Nothing nothing -> buffer.idAlone(event.id());
        }
    }

    private void refuse(Outcome.Refusal refusal) {
        refusals.send(exchange, read.view().name(), refusal);
    }

    @Override
    public void leave(Exception cause) {
        OngoingAnswer begun = answer;
        if (begun == null) {
            exchange.abandon(cause);
        } else {
            begun.abort(cause);
        }
    }

    private void fail(RuntimeException e) {
        OngoingAnswer begun = answer;
        if (begun == null) {
            exchange.fail(e);
        } else {
            log.error("a watch of {} failed", read.path(), e);
            begun.abort(e);
        }
    }

    /** The instance stops. A client that does not take even what is being written is not waited for. */
    private void stop() {
        watch.end();
        OngoingAnswer begun = answer;
        if (begun != null) {
            Thread.ofVirtual().name("last-write").start(() -> {
                try {
                    Thread.sleep(LAST_WRITE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                begun.breakOff();
            });
        }
    }
}
