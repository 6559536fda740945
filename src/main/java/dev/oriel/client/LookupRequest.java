package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A read of many keys that may ask for more than "now". Immutable: each method gives another request, and one may be sent any number
 * of times, from any thread.
 *
 * <p>More than 1,000 keys are asked for in several requests, one after the other; what is asked of the read holds for each, and so
 * does its deadline. One that fails fails the whole.
 */
public final class LookupRequest {

    private final Reader reader;
    private final LookupQuery query;
    private final Executor callbacks;

    LookupRequest(Reader reader, LookupQuery query, Executor callbacks) {
        this.reader = reader;
        this.query = query;
        this.callbacks = callbacks;
    }

    /**
     * The answer must reflect a record: where a producer's acknowledgement says it is.
     *
     * @param topic the topic
     * @param partition the partition, from 0
     * @param offset the record's offset
     * @throws IllegalArgumentException if there is no such record: a producer with {@code acks=0} gives -1 as its offset
     */
    public LookupRequest after(String topic, int partition, long offset) {
        return after(List.of(Acknowledgement.position(topic, partition, offset)));
    }

    /**
     * The answer must reflect positions that came as text, such as {@code orders/3@1234}; several are joined by commas.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says what was expected
     */
    public LookupRequest after(String positions) {
        return after(Position.parseList(positions));
    }

    /** The answer must reflect positions, such as {@link LookupResult#positions()} of an earlier one; of several all. */
    public LookupRequest after(Collection<Position> positions) {
        return with(query.conditions().after(List.copyOf(positions)));
    }

    /**
     * The server may hold a request until the positions are reached, at most so long; see {@link KeyRequest#waitUpTo}.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT}
     */
    public LookupRequest waitUpTo(Duration most) {
        return with(query.conditions().waitUpTo(most));
    }

    /**
     * While a key's owner cannot answer, a standby may that proves to be behind its source by no more than this; see
     * {@link KeyRequest#staleUpTo}.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT}
     */
    public LookupRequest staleUpTo(Duration most) {
        return with(query.conditions().staleUpTo(most));
    }

    private LookupRequest with(Conditions changed) {
        return new LookupRequest(reader, query.with(changed), callbacks);
    }

    /**
     * Reads the values of the keys. Blocks until all are there. Of no keys at all it asks no server.
     *
     * @throws NotReachedException if a position asked for was not reached in time
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the request asks for a wait without a position, or the client is closed
     */
    public LookupResult read() {
        LookupParts answers = new LookupParts();
        for (LookupQuery part : query.parts()) {
            answers.add(part, ListAnswers.page(reader, Answers.await(reader.send(part))));
        }
        return answers.result();
    }

    /**
     * As {@link #read()}, without blocking: what that throws, the future fails with. To cancel the future ends the request.
     *
     * @throws IllegalStateException as {@link #read()}
     */
    public CompletableFuture<LookupResult> readAsync() {
        Pending<LookupResult> result = Pending.create();
        readOn(query.parts().iterator(), new LookupParts(), result);
        return result;
    }

    private void readOn(Iterator<LookupQuery> parts, LookupParts answers, Pending<LookupResult> result) {
        if (!parts.hasNext()) {
            result.complete(answers.result());
            return;
        }
        LookupQuery part = parts.next();
        CompletableFuture<Reply> reply = reader.send(part);
        result.awaits(reply);
        var unused = reply.whenCompleteAsync(
                (value, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                        return;
                    }
                    try {
                        answers.add(part, ListAnswers.page(reader, value));
                        readOn(parts, answers, result);
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                callbacks);
    }

    /** The view, how many keys, and the conditions. */
    @Override
    public String toString() {
        return "LookupRequest[view=%s, %d keys, %s]"
                .formatted(query.view(), query.keys().size(), query.conditions());
    }
}
