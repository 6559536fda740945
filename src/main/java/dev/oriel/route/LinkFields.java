package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header fields in a frame: how many, and each as its number in a list that both ends know, its length in four bytes, and its
 * value. Immutable.
 */
final class LinkFields {

    private static final int BEFORE_VALUE = 5;

    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();

    /** Of these names; their order belongs to the protocol. */
    LinkFields(List<String> names) {
        this.names = List.copyOf(names);
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i);
        }
    }

    /** The fields as they stand in a frame; those of other names are left out. */
    byte[] write(Map<String, String> fields) {
        int length = 1;
        List<Integer> present = new ArrayList<>(fields.size());
        List<byte[]> values = new ArrayList<>(fields.size());
        for (Map.Entry<String, String> field : fields.entrySet()) {
            Integer number = numbers.get(field.getKey());
            if (number != null) {
                byte[] value = field.getValue().getBytes(ISO_8859_1);
                present.add(number);
                values.add(value);
                length += BEFORE_VALUE + value.length;
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).put((byte) present.size());
        for (int i = 0; i < present.size(); i++) {
            byte[] value = values.get(i);
            bytes.put(present.get(i).byteValue()).putInt(value.length).put(value);
        }
        return bytes.array();
    }

    /**
     * Takes the fields from a frame.
     *
     * @throws ProtocolException if they are none
     */
    Map<String, String> read(ByteBuffer frame) throws ProtocolException {
        try {
            int count = Byte.toUnsignedInt(frame.get());
            Map<String, String> fields = LinkedHashMap.newLinkedHashMap(count);
            for (int i = 0; i < count; i++) {
                String name = names.get(frame.get());
                byte[] value = LinkRequest.bytes(frame, frame.getInt());
                fields.put(name, new String(value, ISO_8859_1));
            }
            return fields;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new ProtocolException("fields that are not whole, or of another version: " + e);
        }
    }
}
