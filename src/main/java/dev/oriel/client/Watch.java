package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The present values of one key or many, then each change, until it is cancelled. Immutable; each subscriber has a connection of its
 * own, on which nothing is sent before it subscribes.
 *
 * <p><b>Order and gaps.</b> A subscriber that keeps up gets every change of a key in order. One that does not, and one that was away
 * for a while, gets at least the latest; how many were left out, each event says.
 *
 * <p><b>Demand.</b> Events that are not asked for are not read from the connection, so that the server notices and conflates. The
 * client holds no more than one piece of what it read, some 16 KiB, or one event that is longer.
 *
 * <p><b>Connections.</b> A connection that breaks, falls silent ({@link OrielClient.Builder#watchSilence}) or is ended by a server
 * that stops is replaced by another one, to any of the servers, which goes on where that one was. Before the next attempt it
 * waits as long as the server asks ({@link #LONGEST_PAUSE} at most), else 100 ms at first, then twice as long each time up to 10 s.
 * This goes on for as long as it takes, once the watch has been connected; until then it gives up as a read does, after
 * {@link OrielClient.Builder#maxRetries}.
 *
 * <p><b>Ends.</b> To cancel closes the connection at once. {@code onError} gets an {@link OrielException} if a server refuses the watch
 * (4xx) or sends what cannot be read, and what the subscriber threw. {@code onComplete} follows when the client is closed, or the
 * server says that there is no more (204).
 */
public final class Watch implements Flow.Publisher<WatchEvent> {

    /** The longest pause that a server can ask for before the next attempt to connect. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Transport transport;
    private final String path;
    private final Consumer<List<Position>> saw;

    Watch(Transport transport, String path, Consumer<List<Position>> saw) {
        this.transport = transport;
        this.path = path;
        this.saw = saw;
    }

    /** Begins to watch. The subscriber is called on the client's {@link OrielClient.Builder#callbackExecutor}, one call at a time. */
    @Override
    public void subscribe(Flow.Subscriber<? super WatchEvent> subscriber) {
        WatchSubscription subscription = new WatchSubscription(transport, path, subscriber, saw);
        subscriber.onSubscribe(subscription);
        subscription.begin();
    }

    /**
     * Begins to watch, handing every event to a function: the next when that has returned. The future fails if the watch does, or the
     * function, and completes when the watch completes. To cancel the future ends the watch.
     */
    public CompletableFuture<Void> consume(Consumer<? super WatchEvent> each) {
        ConsumingSubscriber subscriber = new ConsumingSubscriber(each);
        subscribe(subscriber);
        return subscriber.end();
    }
}
