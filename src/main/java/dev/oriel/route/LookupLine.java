package dev.oriel.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lookups of a link: so many are at the peer, the others stand in line. Any thread may {@link #add} one; all else is for the one
 * thread that serves the link.
 */
final class LookupLine {

    /** How many lookups the peer has been sent and not answered; those that come then stand in line. */
    static final int AT_PEER = 64;

    /** How many lookups there are in all, in line and at the peer. */
    static final int AT_ONCE = 1024;

    /** How long there may be a line without an end to it until it is shortened; a burst or a pause is over by then. */
    private static final Duration STANDING_LINE = Duration.ofSeconds(1);

    /** How long a lookup stands in a line that is to be shortened. */
    private static final Duration IN_STANDING_LINE = Duration.ofMillis(20);

    private static final LinkReply.Shed TOO_MANY =
            new LinkReply.Shed(AT_ONCE + " lookups are under way to the owner already");
    private static final LinkReply.Shed TOO_SLOW =
            new LinkReply.Shed("the owner has not kept up with its lookups for " + STANDING_LINE.toSeconds() + " s");

    /**
     * A lookup under way.
     *
     * @param id its number on the link
     * @param frame its request
     * @param offeredAt when it came, in nanoseconds of {@link System#nanoTime}
     * @param deadline when its time is over, in the same
     * @param then gets what comes of it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Call(int id, byte[] frame, long offeredAt, long deadline, Consumer<LinkReply> then) {}

    private final Queue<Call> inLine = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Call> atPeer = new HashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private long lineEndedAt = System.nanoTime();

    /** Takes a lookup, or sheds it at once if all places are taken. */
    void add(Call call) {
        if (places.tryAcquire()) {
            inLine.add(call);
        } else {
            call.then().accept(TOO_MANY);
        }
    }

    /** Takes a lookup back that nobody has heard of, unless it has gone out or ended. */
    boolean withdraw(Call call) {
        boolean withdrawn = inLine.remove(call);
        if (withdrawn) {
            places.release();
        }
        return withdrawn;
    }

    /** Whether lookups are at the peer, whose time may run out. */
    boolean isAwaited() {
        return !atPeer.isEmpty();
    }

    /** The request that goes out next and counts as sent; null if none may, or its frame has more than so many bytes. */
    byte @Nullable [] next(int room) {
        Call next = inLine.peek();
        if (next == null || atPeer.size() >= AT_PEER || next.frame().length > room) {
            return null;
        }
        inLine.remove();
        atPeer.put(next.id(), next);
        return next.frame();
    }

    /**
     * Sheds lookups that have stood in line for long, if there has been a line all the time: then more come than are answered, and
     * whoever is answered at all is to be answered soon. See Nichols and Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012,
     * and for servers Maurer, "Fail at Scale", ACM Queue 13(8), 2015.
     */
    void shorten(long now) {
        if (atPeer.size() < AT_PEER) {
            lineEndedAt = now;
        }
        if (now - lineEndedAt < STANDING_LINE.toNanos()) {
            return;
        }
        for (Call next = inLine.peek();
                next != null && now - next.offeredAt() > IN_STANDING_LINE.toNanos();
                next = inLine.peek()) {
            inLine.remove();
            end(next, TOO_SLOW);
        }
    }

    /** Gives an answer to the lookup of that number; whether there is one, which there is not when its time is over. */
    boolean answered(LinkAnswer answer) {
        Call call = atPeer.remove(answer.id());
        if (call == null) {
            return false;
        }
        end(call, answer.told());
        return true;
    }

    /** Ends lookups whose time is over. */
    void expire(long now) {
        for (Call call : List.copyOf(atPeer.values())) {
            if (now - call.deadline() >= 0) {
                atPeer.remove(call.id());
                end(call, LinkReply.TimedOut.TIMED_OUT);
            }
        }
        for (Call call : List.copyOf(inLine)) {
            // Nobody else takes them out, but for one that was offered too late and takes out its own.
            if (now - call.deadline() >= 0 && inLine.remove(call)) {
                end(call, LinkReply.TimedOut.TIMED_OUT);
            }
        }
    }

    /** Ends all lookups, since the link has broken. */
    void breakOff() {
        atPeer.values().forEach(call -> end(call, LinkReply.Broken.BROKEN));
        atPeer.clear();
        for (Call call = inLine.poll(); call != null; call = inLine.poll()) {
            end(call, LinkReply.Broken.BROKEN);
        }
    }

    private void end(Call call, LinkReply reply) {
        places.release();
        PeerLink.tell(call.then(), reply);
    }
}
