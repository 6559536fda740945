package dev.oriel.client;

import dev.oriel.api.Position;
import dev.oriel.client.Servers.Server;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One subscriber's watch through all its connections. State is changed on one serial executor alone; {@link #request} and
 * {@link #cancel} come from any thread. Holds the events of one piece that was read, and reads the next when they have been asked
 * for.
 */
final class WatchSubscription implements Flow.Subscription, WatchConnection.Owner {

    private final Transport transport;
    private final String path;
    private final Flow.Subscriber<? super WatchEvent> subscriber;
    private final Consumer<List<Position>> saw;
    private final SerialExecutor serial;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean deliveryIsDue = new AtomicBoolean();
    private final Deque<WatchEvent> ready = new ArrayDeque<>();
    private volatile Runnable leave = () -> {};
    private volatile Optional<WatchConnection> connection = Optional.empty();
    private volatile CompletableFuture<Boolean> pause = CompletableFuture.completedFuture(true);
    private volatile boolean over;
    private Iterator<Server> round;
    private Backoff backoff;
    private String lastId = "";
    private boolean wasOpen;
    private int failures;

    /** @param saw is told what the subscriber is about to see; may refuse by an exception, which ends the watch */
    WatchSubscription(
            Transport transport,
            String path,
            Flow.Subscriber<? super WatchEvent> subscriber,
            Consumer<List<Position>> saw) {
        this.transport = transport;
        this.path = path;
        this.subscriber = subscriber;
        this.saw = saw;
        serial = new SerialExecutor(transport.settings().callbacks());
        round = transport.servers().round();
        backoff = transport.backoff();
    }

    /** Begins, once the subscriber knows its subscription. */
    void begin() {
        serial.execute(() -> {
            try {
                Optional<UnderWay.Entered> entered =
                        transport.enter(() -> serial.execute(() -> finish(subscriber::onComplete)));
                if (entered.isEmpty()) {
                    fail(Answers.failure(new Reply.TooMany(transport.settings().maxConcurrentRequests())));
                    return;
                }
                leave = entered.get()::leave;
                connect();
            } catch (IllegalStateException clientIsClosed) {
                fail(clientIsClosed);
            }
        });
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            serial.execute(() -> fail(new IllegalArgumentException("expected a demand of at least 1, found " + n)));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        if (deliveryIsDue.compareAndSet(false, true)) {
            serial.execute(() -> {
                deliveryIsDue.set(false);
                deliver();
            });
        }
    }

    @Override
    public void cancel() {
        over = true;
        tearDown();
    }

    private void tearDown() {
        connection.ifPresent(WatchConnection::close);
        pause.cancel(true);
        leave.run();
    }

    private void connect() {
        if (!over) {
            try {
                WatchConnection next = new WatchConnection(transport, round.next(), path, lastId, serial, this);
                connection = Optional.of(next);
                next.open();
            } catch (IllegalArgumentException e) {
                fail(new UnexpectedAnswerException("an id that cannot be sent back: " + lastId, Optional.empty()));
            }
        }
        // Cancelled in the meantime, by a thread that did not see this connection.
        if (over) {
            tearDown();
        }
    }

    @Override
    public void opened() {
        wasOpen = true;
        // When this connection is lost, all servers are worth a try again.
        round = transport.servers().round();
        deliver();
    }

    @Override
    public void came(List<ServerSentEvent> events, EventStream stream) {
        failures = 0;
        lastId = stream.lastId();
        backoff = stream.retry().map(backoff::from).orElse(backoff);
        try {
            for (ServerSentEvent event : events) {
                event.toWatchEvent().ifPresent(ready::add);
            }
        } catch (IllegalArgumentException e) {
            fail(new UnexpectedAnswerException("an event that cannot be read: " + e.getMessage(), Optional.empty()));
        }
        deliver();
    }

    /** Hands out what is asked for and there; reads on if more is asked for. */
    private void deliver() {
        while (!over && demand.get() > 0 && !ready.isEmpty()) {
            if (demand.get() < Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            deliver(ready.remove());
        }
        if (!over && demand.get() > 0) {
            connection.ifPresent(WatchConnection::readOn);
        }
    }

    private void deliver(WatchEvent event) {
        try {
            saw.accept(event.positions());
            subscriber.onNext(event);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    @Override
    public void ended(Optional<Reply> why) {
        connection = Optional.empty();
        if (why.isEmpty()) {
            connectAgain(Optional.empty(), Optional.empty());
        } else if (why.get() instanceof Reply.Answered answered) {
            refused(answered);
        } else if (why.get() instanceof Reply.TooLong) {
            fail(Answers.failure(why.get()));
        } else if (round.hasNext()) {
            connect();
        } else {
            connectAgain(Optional.empty(), why);
        }
    }

    private void refused(Reply.Answered answered) {
        HttpAnswer answer = answered.answer();
        if (answer.status() == 204) {
            finish(subscriber::onComplete);
        } else if (answer.status() == 429 || answer.status() >= 500) {
            connectAgain(answer.retryAfter(), Optional.of(answered));
        } else {
            fail(Answers.failure(answered));
        }
    }

    private void connectAgain(Optional<Duration> asked, Optional<Reply> why) {
        failures++;
        if (!wasOpen && failures > transport.settings().maxRetries() && why.isPresent()) {
            fail(Answers.failure(why.get()));
            return;
        }
        Duration time = asked.filter(patience -> patience.compareTo(Watch.LONGEST_PAUSE) < 0)
                .orElse(asked.isPresent() ? Watch.LONGEST_PAUSE : backoff.after(failures));
        round = transport.servers().round();
        pause = new CompletableFuture<Boolean>().completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
        var unused = pause.thenRunAsync(this::connect, serial);
    }

    private void fail(Throwable failure) {
        finish(() -> subscriber.onError(failure));
    }

    private void finish(Runnable signal) {
        if (!over) {
            over = true;
            tearDown();
            signal.run();
        }
    }
}
