package dev.oriel.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A whole body in memory, unless it is longer than allowed: then it fails with {@link TooLongException}. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

    /** A body, or an event, is longer than allowed. */
    static final class TooLongException extends IOException {
        TooLongException(int limit) {
            super("longer than " + limit + " bytes");
        }
    }

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private volatile Optional<Flow.Subscription> source = Optional.empty();
    private volatile boolean abandoned;

    /** @param limit how many bytes the body may have */
    BoundedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletableFuture<byte[]> getBody() {
        return body;
    }

    /** Reads no further: the connection is closed. */
    void abandon() {
        abandoned = true;
        source.ifPresent(Flow.Subscription::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = Optional.of(subscription);
        if (abandoned) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (bytes.size() + (long) buffer.remaining() > limit) {
                abandon();
                body.completeExceptionally(new TooLongException(limit));
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
