package dev.oriel.route;

import dev.oriel.api.Headers;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link LinkRequest}, in a frame of a link: its length without these four bytes, the request's number, the status
 * in two bytes, the {@linkplain LinkFields fields}, and the body.
 *
 * @param id the request's number
 * @param status the HTTP status; {@value #DECLINED} asks to make the request in the ordinary way
 * @param fields of the answer's head
 * @param body the body's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record LinkAnswer(int id, int status, Map<String, String> fields, byte[] body) {

    /** The status of a request that is not answered over the link, since that would keep others waiting. */
    public static final int DECLINED = 0;

    private static final int BEFORE_FIELDS = 10;
    private static final LinkFields FIELDS = new LinkFields(fieldNames());

    private static List<String> fieldNames() {
        List<String> names = new ArrayList<>(PeerAnswer.PASSED_ON);
        names.add(Headers.UNAVAILABLE);
        names.add(Headers.OWNER);
        return names;
    }

    /** The frame that declines a request, and tells who sent a ping that this end is alive. */
    public static byte[] nothing(int id) {
        return frame(id, DECLINED, Map.of(), ByteBuffer.allocate(0));
    }

    /** The frame of an answer whose body lies elsewhere. */
    public static byte[] frame(int id, int status, Map<String, String> fields, ByteBuffer body) {
        byte[] head = FIELDS.write(fields);
        int length = BEFORE_FIELDS + head.length + body.remaining();
        return ByteBuffer.allocate(length)
                .putInt(length - Integer.BYTES)
                .putInt(id)
                .putShort((short) status)
                .put(head)
                .put(body)
                .array();
    }

    /**
     * Reads a frame.
     *
     * @param frame what follows the length
     * @throws ProtocolException if it is none
     */
    static LinkAnswer of(ByteBuffer frame) throws ProtocolException {
        try {
            int id = frame.getInt();
            int status = frame.getShort();
            Map<String, String> fields = FIELDS.read(frame);
            byte[] body = new byte[frame.remaining()];
            frame.get(body);
            return new LinkAnswer(id, status, fields, body);
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("an answer that is not whole");
        }
    }

    /** As the same answer would be, had it come over HTTP. */
    LinkReply told() {
        return status == DECLINED
                ? LinkReply.Declined.DECLINED
                : new LinkReply.Answered(PeerAnswer.of(status, fields, body));
    }
}
