package dev.oriel.route;

/** What comes of a lookup that was sent over a link. */
public sealed interface LinkReply {

    /** The peer has answered. */
    record Answered(PeerAnswer answer) implements LinkReply {}

    /** It has not, in time or at all, or wants to be asked in the ordinary way. */
    record Unanswered() implements LinkReply {
        static final Unanswered UNANSWERED = new Unanswered();
    }

    /**
     * It was not even sent: the peer does not keep up with what it is asked.
     *
     * @param detail what that was told by
     */
    record Shed(String detail) implements LinkReply {}
}
