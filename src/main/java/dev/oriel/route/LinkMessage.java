package dev.oriel.route;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What the asking end of a link sends, in a frame: its length without these four bytes, its kind in one, the number of the request,
 * and what the kind has. Numbers are big-endian.
 */
public sealed interface LinkMessage permits LinkRequest, LinkMessage.Cancel, LinkMessage.Ping {

    /** How long a frame is without what its kind has. */
    int BARE = 9;

    /** The number of the request that it is, or is about. */
    int id();

    /** The frame; longer than a link takes if the request is. */
    byte[] frame();

    /**
     * Nobody waits for the answer to a request any more. There may be one all the same.
     *
     * @param id the request's number
     */
    record Cancel(int id) implements LinkMessage {
        static final byte KIND = 3;

        @Override
        public byte[] frame() {
            return begin(BARE, KIND, id).array();
        }
    }

    /**
     * Asks for a sign of life: an answer that says nothing.
     *
     * @param id a number like that of a request
     */
    record Ping(int id) implements LinkMessage {
        static final byte KIND = 4;

        @Override
        public byte[] frame() {
            return begin(BARE, KIND, id).array();
        }
    }

    /** A frame of that length, with its length among it, begun. */
    static ByteBuffer begin(int length, byte kind, int id) {
        return ByteBuffer.allocate(length)
                .putInt(length - Integer.BYTES)
                .put(kind)
                .putInt(id);
    }

    /**
     * Reads a frame.
     *
     * @param frame what follows the length
     * @throws ProtocolException if it is none
     */
    static LinkMessage of(ByteBuffer frame) throws ProtocolException {
        try {
            byte kind = frame.get();
            int id = frame.getInt();
            return switch (kind) {
                case LinkRequest.LOOKUP -> LinkRequest.of(id, false, frame);
                case LinkRequest.WAIT -> LinkRequest.of(id, true, frame);
                case Cancel.KIND -> new Cancel(id);
                case Ping.KIND -> new Ping(id);
                default -> throw new ProtocolException("a message of kind " + kind + ", of another version");
            };
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a message that is not whole");
        }
    }
}
