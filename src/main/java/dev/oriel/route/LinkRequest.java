package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.oriel.api.Headers;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A lookup on its way to the instance that owns the key, in a frame of a link: its length without these four bytes, its number, the
 * length of the target in four bytes, the target, and the {@linkplain LinkFields fields}. Numbers are big-endian.
 *
 * @param id by which the asking end knows the answer
 * @param target path and query, encoded
 * @param fields of the request's head
 */
public record LinkRequest(int id, String target, Map<String, String> fields) {

    /** The path at which an instance turns a connection into a link. */
    public static final String PATH = "/peer/v1/link";

    /** What both ends of a link speak. */
    public static final String PROTOCOL = "oriel-link/1";

    private static final int BEFORE_TARGET = 12;
    private static final LinkFields FIELDS =
            new LinkFields(List.of(Headers.TIME_LEFT, Headers.AFTER, Headers.STANDBY, "If-Match", "If-None-Match"));

    /** The frame; longer than a link takes if the request is. */
    byte[] frame() {
        byte[] path = target.getBytes(ISO_8859_1);
        byte[] rest = FIELDS.write(fields);
        int length = BEFORE_TARGET + path.length + rest.length;
        return ByteBuffer.allocate(length)
                .putInt(length - Integer.BYTES)
                .putInt(id)
                .putInt(path.length)
                .put(path)
                .put(rest)
                .array();
    }

    /**
     * Reads a frame.
     *
     * @param frame what follows the length
     * @throws ProtocolException if it is none
     */
    public static LinkRequest of(ByteBuffer frame) throws ProtocolException {
        try {
            int id = frame.getInt();
            byte[] target = bytes(frame, frame.getInt());
            return new LinkRequest(id, new String(target, ISO_8859_1), FIELDS.read(frame));
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a request that is not whole");
        }
    }

    /** Takes so many bytes, without setting more aside than there are. */
    static byte[] bytes(ByteBuffer frame, int length) {
        if (length < 0 || length > frame.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        frame.get(bytes);
        return bytes;
    }
}
