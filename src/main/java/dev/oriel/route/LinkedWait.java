package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A read that waits at another instance over the link to it, for the thread, a virtual one, that waits for the answer. */
final class LinkedWait {

    private final HostPort peer;
    private final CompletableFuture<LinkReply> reply = new CompletableFuture<>();

    LinkedWait(HostPort peer) {
        this.peer = peer;
    }

    /**
     * Asks, and blocks until there is an answer. If that ends otherwise, the peer is told that nobody waits any more.
     *
     * @param sending sends it, and returns what ends it, or nothing if there is no link
     * @param abandonment ends the call before
     * @return the answer; nothing if the peer is to be asked in the ordinary way
     * @throws PeerUnreachableException if there was no answer, or the call was abandoned
     */
    Optional<PeerAnswer> answer(Function<Consumer<LinkReply>, Optional<Runnable>> sending, Abandonment abandonment)
            throws PeerUnreachableException, InterruptedException {
        Optional<Runnable> cancel = sending.apply(reply::complete);
        if (cancel.isEmpty()) {
            return Optional.empty();
        }
        abandonment.concerns(() -> reply.complete(LinkReply.Broken.BROKEN));
        try {
            return switch (reply.get()) {
                case LinkReply.Answered answered -> Optional.of(answered.answer());
                case LinkReply.Declined declined -> Optional.empty();
                case LinkReply.Broken broken -> throw new PeerUnreachableException(peer + " has broken off");
                case LinkReply.TimedOut timedOut ->
                    throw new PeerUnreachableException(peer + " does not answer in time");
                case LinkReply.Shed shed -> throw new PeerUnreachableException(shed.detail());
            };
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            cancel.get().run();
        }
    }
}
