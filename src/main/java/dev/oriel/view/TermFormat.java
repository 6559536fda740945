package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.store.KeyRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What entries stand under in an index: false, true, numbers and strings, in this order. A term's bytes are ordered as the values are, and
 * none is the beginning of another:
 *
 * <pre>
 *   0x10 | 0x11           false, true
 *   0x20 double integer   a number: the bits of the double nearest to it, made so that they sort; and how much a 64-bit integer
 *                         is more or less than that double, 0 for all others
 *   0x30 UTF-8 0x00 0x00  a string, in which 0x00 is written 0x00 0xFF
 * </pre>
 *
 * <p>In a request a value is written as it is; what can be read as a number, or as true or false, means that and the string alike, and
 * one in double quotes the string alone. Stateless.
 */
public final class TermFormat {

    /** Of what terms are made; another when they are written otherwise. */
    static final String VERSION = "1";

    /** The longest string that is indexed, in bytes of UTF-8. */
    public static final int MAX_STRING_BYTES = 1024;

    private static final byte FALSE = 0x10;
    private static final byte TRUE = 0x11;
    private static final byte NUMBER = 0x20;
    private static final byte STRING = 0x30;
    private static final int HALF_OF_SHORT = 1 << 15;
    private static final Pattern NUMERIC = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TermFormat() {}

    /** The term of a value; nothing for null, objects, arrays and strings that are too long. */
    static Optional<byte[]> term(JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(new byte[] {value.booleanValue() ? TRUE : FALSE});
        }
        if (value.isNumber()) {
            return Optional.of(number(value));
        }
        if (value.isTextual()) {
            byte[] text = value.textValue().getBytes(UTF_8);
            return text.length <= MAX_STRING_BYTES ? Optional.of(string(text, true)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static byte[] number(JsonNode value) {
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        double nearest = whole ? (double) value.longValue() : value.doubleValue();
        long more = whole ? value.longValue() - (long) nearest : 0;
        long bits = Double.doubleToLongBits(nearest == 0 ? 0.0 : nearest);
        long sortable = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        return ByteBuffer.allocate(1 + Long.BYTES + Short.BYTES)
                .put(NUMBER)
                .putLong(sortable)
                .putShort((short) (more + HALF_OF_SHORT))
                .array();
    }

    private static byte[] string(byte[] text, boolean whole) {
        ByteArrayOutputStream term = new ByteArrayOutputStream(text.length + 3);
        term.write(STRING);
        for (byte b : text) {
            term.write(b);
            if (b == 0) {
                term.write(0xFF);
            }
        }
        if (whole) {
            term.write(0);
            term.write(0);
        }
        return term.toByteArray();
    }

    /** Where entries stand whose value is written so; ascending. */
    public static List<KeyRange> exactly(String text) {
        Optional<String> quoted = quoted(text);
        if (quoted.isPresent()) {
            return List.of(KeyRange.startingWith(string(quoted.get().getBytes(UTF_8), true)));
        }
        List<KeyRange> ranges = new ArrayList<>();
        scalar(text).flatMap(TermFormat::term).map(KeyRange::startingWith).ifPresent(ranges::add);
        ranges.add(KeyRange.startingWith(string(text.getBytes(UTF_8), true)));
        return ranges;
    }

    /** Where entries stand whose value is a string that starts so. */
    public static List<KeyRange> startingWith(String text) {
        return List.of(KeyRange.startingWith(string(quoted(text).orElse(text).getBytes(UTF_8), false)));
    }

    /**
     * Where entries stand whose value is in a range: of numbers if all bounds are numbers, else of strings; of all values without a bound.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public static List<KeyRange> between(Optional<String> from, Optional<String> to) {
        if (from.isEmpty() && to.isEmpty()) {
            return List.of(KeyRange.ALL);
        }
        boolean numbers = from.map(TermFormat::isNumeric).orElse(true)
                && to.map(TermFormat::isNumeric).orElse(true);
        byte kind = numbers ? NUMBER : STRING;
        byte[] first = from.map(text -> bound(text, numbers)).orElse(new byte[] {kind});
        byte[] end = to.map(text -> bound(text, numbers)).orElse(new byte[] {(byte) (kind + 1)});
        KeyRange range = new KeyRange(first, Optional.of(end));
        return range.isEmpty() ? List.of() : List.of(range);
    }

    private static boolean isNumeric(String text) {
        return NUMERIC.matcher(text).matches();
    }

    private static byte[] bound(String text, boolean number) {
        return number
                ? scalar(text).flatMap(TermFormat::term).orElseThrow()
                : string(quoted(text).orElse(text).getBytes(UTF_8), true);
    }

    private static Optional<JsonNode> scalar(String text) {
        boolean is = text.equals("true") || text.equals("false") || isNumeric(text);
        return is ? Optional.of(parsed(text)) : Optional.empty();
    }

    private static Optional<String> quoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(text);
            return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text + " is no JSON", e);
        }
    }
}
