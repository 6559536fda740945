package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A read that waits at another instance over the link to it, for the thread, a virtual one, that waits for the answer. */
final class LinkedWait {

    private final PeerLinks links;
    private final HostPort peer;
    private final CompletableFuture<LinkReply> reply = new CompletableFuture<>();

    LinkedWait(PeerLinks links, HostPort peer) {
        this.links = links;
        this.peer = peer;
    }

    /**
     * Asks, and blocks until there is an answer. If that ends otherwise, the peer is told that nobody waits any more.
     *
     * @param path the request's path with its query, encoded
     * @param fields conditions to pass on
     * @param end when the answer must be there, in nanoseconds of {@link System#nanoTime}
     * @param abandonment ends the call before
     * @return the answer; nothing if the peer is to be asked in the ordinary way
     * @throws PeerUnreachableException if there was no answer, or the call was abandoned
     */
    Optional<PeerAnswer> answer(String path, Map<String, String> fields, long end, Abandonment abandonment)
            throws PeerUnreachableException, InterruptedException {
        Optional<Runnable> cancel = links.await(peer, path, fields, reply::complete);
        if (cancel.isEmpty()) {
            return Optional.empty();
        }
        abandonment.concerns(() -> reply.complete(LinkReply.Broken.BROKEN));
        try {
            return switch (reply.get(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                case LinkReply.Answered answered -> Optional.of(answered.answer());
                case LinkReply.Declined declined -> Optional.empty();
                case LinkReply.Broken broken -> throw new PeerUnreachableException(peer + " has broken off");
                case LinkReply.TimedOut timedOut -> throw silent();
                case LinkReply.Shed shed -> throw new PeerUnreachableException(shed.detail());
            };
        } catch (TimeoutException e) {
            throw silent();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            cancel.get().run();
        }
    }

    private PeerUnreachableException silent() {
        return new PeerUnreachableException(peer + " does not answer in time");
    }
}
