package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.List;

/**
 * Reads that build on one another: each reflects every write the session was told of and everything it has shown before, whichever
 * instance answers. So its user reads their own writes, and never goes back in time.
 *
 * <p>A session remembers the highest position of each partition it has met, from {@link #wrote} and from every answer, and sends
 * them with each read. A read waits, at most {@code sessionWait} (10 s unless configured), until the view has got there; if it does
 * not in time, it fails with {@link NotReachedException}. {@link KeyRequest#waitUpTo} sets another limit for one read.
 *
 * <p>One session belongs to one user or one task. It holds at most {@value Position#MAX_IN_LIST} partitions, because a request
 * cannot name more, and fails with {@link SessionFullException} rather than forget one. Safe for all threads: a read reflects what
 * the session had seen when it was sent.
 *
 * <p>Before the first read of a view that has something to reflect, the client asks the catalog for the view's topics, once.
 */
public final class Session {

    private final SessionPositions positions = new SessionPositions();
    private final Transport transport;
    private final ViewSources sources;

    Session(Transport transport, ViewSources sources) {
        this.transport = transport;
        this.sources = sources;
    }

    /** A view whose reads belong to this session. What a watch of it delivers is remembered, too. */
    public ViewClient view(String name) {
        return new ViewClient(name, new SessionReader(positions, transport, sources), transport);
    }

    /**
     * Takes note of a write: where a producer's acknowledgement says it is. Kafka's {@code RecordMetadata} has all three.
     *
     * @param topic the topic
     * @param partition the partition, from 0
     * @param offset the record's offset
     * @throws IllegalArgumentException if there is no such record: a producer with {@code acks=0} gives -1 as its offset
     * @throws SessionFullException if the session has seen as many partitions as a request may name
     */
    public void wrote(String topic, int partition, long offset) {
        positions.add(List.of(Acknowledgement.position(topic, partition, offset)));
    }

    /**
     * Takes note of positions that came as text, such as another session's {@link #token()} or what a service returned that did the
     * writing; several are joined by commas.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says what was expected
     * @throws SessionFullException if the session has seen as many partitions as a request may name
     */
    public void remember(String token) {
        if (!token.isBlank()) {
            positions.add(Position.parseList(token));
        }
    }

    /** All that the session has seen, as text: with it another process can go on, see {@link OrielClient#session(String)}. */
    public String token() {
        return Position.listed(positions.positions());
    }

    /** Forgets everything: the next read is as good as the first. */
    public void reset() {
        positions.clear();
    }
}
