package dev.oriel.route;

/** What comes of a request that was sent over a link. */
public sealed interface LinkReply {

    /** The peer has answered. */
    record Answered(PeerAnswer answer) implements LinkReply {}

    /** It wants to be asked in the ordinary way. */
    record Declined() implements LinkReply {
        static final Declined DECLINED = new Declined();
    }

    /** It has not answered in time. */
    record TimedOut() implements LinkReply {
        static final TimedOut TIMED_OUT = new TimedOut();
    }

    /** The link has broken; whether the peer has heard of the request is not known. */
    record Broken() implements LinkReply {
        static final Broken BROKEN = new Broken();
    }

    /**
     * It was not even sent: the peer does not keep up with what it is asked.
     *
     * @param detail what that was told by
     */
    record Shed(String detail) implements LinkReply {}
}
