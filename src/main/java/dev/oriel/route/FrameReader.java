package dev.oriel.route;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Cuts what comes over a link into frames, each of which begins with its length in four bytes. For one thread. */
public final class FrameReader {

    /** The longest frame, without its length: a request of a key and a thousand positions, or an answer of some size. */
    public static final int LONGEST = 256 << 10;

    /** Takes a frame. */
    @FunctionalInterface
    public interface Frames {
        /**
         * Takes what follows the length; it is not kept.
         *
         * @throws ProtocolException if it is not what it should be
         */
        void frame(ByteBuffer frame) throws ProtocolException;
    }

    private final Frames frames;
    private ByteBuffer begun = ByteBuffer.allocate(0);

    /** Gives frames to someone. */
    public FrameReader(Frames frames) {
        this.frames = frames;
    }

    /**
     * Takes all bytes that have come, and keeps those of a frame that is not whole yet.
     *
     * @throws ProtocolException if a frame is longer than {@value #LONGEST} bytes, or not what it should be
     */
    public void read(ByteBuffer came) throws ProtocolException {
        ByteBuffer bytes = begun.hasRemaining() ? joined(came) : came;
        while (bytes.remaining() >= Integer.BYTES) {
            int length = bytes.getInt(bytes.position());
            if (length < 0 || length > LONGEST) {
                throw new ProtocolException("a frame of " + length + " bytes; at most " + LONGEST + " are taken");
            }
            if (bytes.remaining() < Integer.BYTES + length) {
                break;
            }
            int at = bytes.position() + Integer.BYTES;
            ByteBuffer frame = bytes.slice(at, length);
            bytes.position(at + length);
            frames.frame(frame);
        }
        begun = bytes.hasRemaining() ? copy(bytes) : ByteBuffer.allocate(0);
    }

    private ByteBuffer joined(ByteBuffer came) {
        return ByteBuffer.allocate(begun.remaining() + came.remaining())
                .put(begun)
                .put(came)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
