package dev.oriel.client;

import dev.oriel.client.StreamedBody.Piece;
import java.util.List;
import java.util.Optional;

/** One connection of an export, which counts as a request under way. One thread reads, any may close. */
final class ExportConnection implements AutoCloseable {

    private final Transport transport;
    private final StreamedBody body;
    private final Lines lines;
    private volatile Runnable leave = () -> {};
    private volatile boolean abandoned;

    private ExportConnection(Transport transport, StreamedBody body) {
        this.transport = transport;
        this.body = body;
        lines = new Lines(transport.settings().maxAnswerBytes());
    }

    /**
     * A connection over a body, which is closed if there may be none.
     *
     * @throws OverloadedException if there are as many requests under way as may be
     * @throws IllegalStateException if the client is closed
     */
    static ExportConnection over(StreamedBody body, Transport transport) {
        ExportConnection connection = new ExportConnection(transport, body);
        try {
            connection.enter();
            return connection;
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private void enter() {
        Optional<UnderWay.Entered> entered = transport.enter(this::abandon);
        leave = entered.orElseThrow(
                () -> Answers.failure(new Reply.TooMany(transport.settings().maxConcurrentRequests())))::leave;
    }

    private void abandon() {
        abandoned = true;
        body.close();
    }

    /** Whether the client was closed meanwhile. */
    boolean isAbandoned() {
        return abandoned;
    }

    Piece next() throws InterruptedException {
        return body.next(transport.settings().requestTimeout());
    }

    /**
     * The lines that are whole now.
     *
     * @throws BoundedBody.TooLongException if a line is longer than an answer may be
     */
    List<String> lines(Piece.Bytes bytes) throws BoundedBody.TooLongException {
        return lines.read(bytes.buffers());
    }

    /** The last line, if no line feed ended it; else empty. */
    String rest() {
        return lines.rest();
    }

    @Override
    public void close() {
        body.close();
        leave.run();
    }
}
