package dev.oriel.route;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reads of a link that wait at the peer, until they are answered or cancelled. There are as many as the instance admits; they take
 * no lookup's place. Any thread may add and cancel; all else is for the one thread that serves the link.
 */
final class LinkWaits {

    private record Waiting(long deadline, Consumer<LinkReply> then) {}

    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
    private final Queue<byte[]> unsent = new ConcurrentLinkedQueue<>();

    /**
     * Takes a read.
     *
     * @param deadline when its time is over, in nanoseconds of {@link System#nanoTime}
     * @param then gets what comes of it, unless it is taken out again
     */
    void add(int id, byte[] frame, long deadline, Consumer<LinkReply> then) {
        waiting.put(id, new Waiting(deadline, then));
        unsent.add(frame);
    }

    /** Takes a read out that nobody waits for; whether it was there. */
    boolean remove(int id) {
        return waiting.remove(id) != null;
    }

    /** Takes a read out that nobody waits for, and has the peer told; whether it was there. */
    boolean cancel(int id) {
        boolean cancelled = remove(id);
        if (cancelled) {
            unsent.add(new LinkMessage.Cancel(id).frame());
        }
        return cancelled;
    }

    /** Has the peer asked for a sign of life. */
    void ping(int id) {
        unsent.add(new LinkMessage.Ping(id).frame());
    }

    /** Whether none waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The message that goes out next and counts as sent; null if there is none, or its frame has more than so many bytes. */
    byte @Nullable [] next(int room) {
        byte[] frame = unsent.peek();
        if (frame == null || frame.length > room) {
            return null;
        }
        unsent.remove();
        return frame;
    }

    /** Gives an answer to the read of that number, if it still waits. */
    void answered(LinkAnswer answer) {
        end(waiting.remove(answer.id()), answer.told());
    }

    /** Ends reads whose time is over, and has the peer told. */
    void expire(long now) {
        waiting.forEach((id, each) -> {
            if (now - each.deadline() >= 0 && cancel(id)) {
                end(each, LinkReply.TimedOut.TIMED_OUT);
            }
        });
    }

    /** Ends all reads, since the link has broken. */
    void breakOff() {
        waiting.keySet().forEach(id -> end(waiting.remove(id), LinkReply.Broken.BROKEN));
    }

    private static void end(@Nullable Waiting read, LinkReply reply) {
        if (read != null) {
            PeerLink.tell(read.then(), reply);
        }
    }
}
