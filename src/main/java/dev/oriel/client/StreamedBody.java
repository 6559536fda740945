package dev.oriel.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body that is read piece by piece, each when it is asked for and not before, so that a server feels how slow its reader is. One
 * thread reads, any may close.
 */
final class StreamedBody implements HttpResponse.BodySubscriber<AnswerBody>, AutoCloseable {

    /** What comes next. */
    sealed interface Piece {

        /**
         * Some bytes, however they are cut.
         *
         * @param buffers the bytes
         */
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        /** The body has ended as it should. */
        record End() implements Piece {}

        /**
         * There will be no more, though there should.
         *
         * @param cause what happened
         */
        record Broken(IOException cause) implements Piece {}
    }

    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();

    /** A piece that was asked for, and what ends it; no more can come. */
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    /**
     * Waits for the next piece. After another one than bytes there is none.
     *
     * @param patience how long nothing may come before the body counts as broken; it is closed then
     * @throws InterruptedException if the thread is interrupted; the body is to be closed
     */
    Piece next(Duration patience) throws InterruptedException {
        var unused = source.thenAccept(subscription -> subscription.request(1));
        Optional<Piece> piece = Optional.ofNullable(pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        if (piece.isEmpty()) {
            close();
            return new Piece.Broken(new HttpTimeoutException("nothing came within " + patience.toMillis() + " ms"));
        }
        return piece.get();
    }

    /** The connection is closed unless the body has ended; who waits for a piece is told that it is broken. */
    @Override
    public void close() {
        var unused = source.thenAccept(Flow.Subscription::cancel);
        pieces.add(new Piece.Broken(new IOException("closed")));
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return CompletableFuture.completedFuture(AnswerBody.of(this));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.complete(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        pieces.add(new Piece.Broken(cause instanceof IOException io ? io : new IOException(cause)));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }
}
