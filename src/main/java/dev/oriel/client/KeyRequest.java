package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A read of one key that may ask for more than "now". Immutable: each method gives another request, and one may be sent any number of
 * times, from any thread.
 *
 * <p>All conditions must hold. Without {@link #waitUpTo} they are judged at once; with it the server holds the request until they
 * hold, and answers as soon as they do.
 */
public final class KeyRequest {

    /** The longest wait that can be asked for. Servers allow less, a minute unless configured. */
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Reader reader;
    private final KeyQuery query;
    private final Executor callbacks;

    KeyRequest(Reader reader, KeyQuery query, Executor callbacks) {
        this.reader = reader;
        this.query = query;
        this.callbacks = callbacks;
    }

    /**
     * The answer must reflect a record: where a producer's acknowledgement says it is. Kafka's {@code RecordMetadata} has all
     * three.
     *
     * @param topic the topic
     * @param partition the partition, from 0
     * @param offset the record's offset
     * @throws IllegalArgumentException if there is no such record: a producer with {@code acks=0} gives -1 as its offset
     */
    public KeyRequest after(String topic, int partition, long offset) {
        return after(List.of(Acknowledgement.position(topic, partition, offset)));
    }

    /**
     * The answer must reflect positions that came as text, such as {@code orders/3@1234}; several are joined by commas.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says what was expected
     */
    public KeyRequest after(String positions) {
        return after(Position.parseList(positions));
    }

    /** The answer must reflect positions, such as {@link Entry#positions()} of an earlier answer; of several all. */
    public KeyRequest after(Collection<Position> positions) {
        return with(query.conditions().after(List.copyOf(positions)));
    }

    /** The entry's version must be at least this. A key without a value has no version, so that 0 asks for any value. */
    public KeyRequest atLeast(long version) {
        return with(query.atLeast(version));
    }

    /**
     * The entry must differ from the version that the caller has; with a wait this is a long poll for the next change. A deletion is
     * a change. As there is a third outcome beside a value and none, the answer is read with {@link #read()}.
     */
    public KeyRequest changedSince(long version) {
        return with(query.changedSince(version));
    }

    /**
     * The server may hold the request until the conditions hold, at most so long. It cuts a wait that is longer than it allows (60 s
     * unless configured). The read's deadline is then this and the client's {@code requestTimeout} together.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link #LONGEST_WAIT}
     */
    public KeyRequest waitUpTo(Duration most) {
        return with(query.conditions().waitUpTo(most));
    }

    /**
     * While the key's owner cannot answer, a standby may that proves to be behind its source by no more than this;
     * {@link ReadResult} and {@link Entry} tell who answered. What reflects all positions asked for may answer anyway.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link #LONGEST_WAIT}
     */
    public KeyRequest staleUpTo(Duration most) {
        return with(query.conditions().staleUpTo(most));
    }

    private KeyRequest with(Conditions changed) {
        return with(query.with(changed));
    }

    private KeyRequest with(KeyQuery changed) {
        return new KeyRequest(reader, changed, callbacks);
    }

    /**
     * Reads the key's value; empty if the key has none. Blocks until the answer is there.
     *
     * @throws NotReachedException if a version or position asked for was not reached in time
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the request asks for a change, or for a wait without a condition, or the client is closed
     */
    public Optional<Entry> get() {
        requireNoThirdOutcome();
        return entry(result(Answers.await(reader.send(query))));
    }

    /**
     * As {@link #get()}, without blocking: what that throws, the future fails with. To cancel the future ends the request.
     *
     * @throws IllegalStateException as {@link #get()}
     */
    public CompletableFuture<Optional<Entry>> getAsync() {
        requireNoThirdOutcome();
        return async(reply -> entry(result(reply)));
    }

    /**
     * Reads the key and tells all outcomes apart. Blocks until the answer is there.
     *
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the request asks for a wait without a condition, or the client is closed
     */
    public ReadResult read() {
        return result(Answers.await(reader.send(query)));
    }

    /**
     * As {@link #read()}, without blocking: what that throws, the future fails with. To cancel the future ends the request.
     *
     * @throws IllegalStateException as {@link #read()}
     */
    public CompletableFuture<ReadResult> readAsync() {
        return async(this::result);
    }

    private void requireNoThirdOutcome() {
        if (query.changedSince().isPresent()) {
            throw new IllegalStateException("whether an entry has changed is told by read(), not by get()");
        }
    }

    private ReadResult result(Reply reply) {
        ReadResult result = Answers.result(query, reply);
        reader.saw(result.positions());
        return result;
    }

    private static Optional<Entry> entry(ReadResult result) {
        if (result instanceof ReadResult.NotReached notReached) {
            throw new NotReachedException(notReached.problem().detail(), notReached);
        }
        return result instanceof ReadResult.Found found ? Optional.of(found.entry()) : Optional.empty();
    }

    private <T> CompletableFuture<T> async(Function<Reply, T> read) {
        CompletableFuture<Reply> reply = reader.send(query);
        Pending<T> result = Pending.create();
        result.awaits(reply);
        var unused = reply.whenCompleteAsync(
                (value, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                        return;
                    }
                    try {
                        result.complete(read.apply(value));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                callbacks);
        return result;
    }

    /** The view, the key and the conditions. */
    @Override
    public String toString() {
        return query.toString();
    }
}
