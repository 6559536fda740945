package dev.oriel.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * A text as one segment of a URL's path, percent-encoded as UTF-8 (RFC 3986). Strict: in a path, {@code +} is a plus sign.
 */
public final class PathSegment {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PathSegment() {}

    /** The text that a segment stands for; empty if it is not percent-encoded UTF-8. */
    public static Optional<String> decode(String segment) {
        if (isPlain(segment)) {
            return Optional.of(segment);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); ) {
            if (segment.charAt(i) == '%') {
                int octet = octet(segment, i + 1);
                if (octet < 0) {
                    return Optional.empty();
                }
                bytes.write(octet);
                i += 3;
            } else {
                int character = segment.codePointAt(i);
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
                i += Character.charCount(character);
            }
        }
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) == '%' || segment.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /**
     * The segment for a text: everything but unreserved characters is encoded. So are {@code .} and {@code ..}: left as they
     * are, they would be a step in the path instead of a name.
     */
    public static String encode(String text) {
        StringBuilder segment = new StringBuilder(text.length() + 16);
        boolean dots = text.equals(".") || text.equals("..");
        for (byte b : text.getBytes(UTF_8)) {
            if (isUnreserved(b) && !dots) {
                segment.append((char) b);
            } else {
                append(b, segment);
            }
        }
        return segment.toString();
    }

    /** A path as it was sent, made a URI reference: what may not stand in one is encoded, a stray percent sign too. */
    public static String reference(String path) {
        StringBuilder reference = new StringBuilder(path.length() + 16);
        for (int i = 0; i < path.length(); i = path.offsetByCodePoints(i, 1)) {
            int c = path.codePointAt(i);
            if (c == '%' ? octet(path, i + 1) >= 0 : mayStandInPath(c)) {
                reference.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(UTF_8)) {
                    append(b, reference);
                }
            }
        }
        return reference.toString();
    }

    private static void append(byte octet, StringBuilder encoded) {
        encoded.append('%').append(HEX[octet >> 4 & 0xF]).append(HEX[octet & 0xF]);
    }

    private static boolean mayStandInPath(int c) {
        return (c < 0x80 && isUnreserved((byte) c)) || "/:@!$&'()*+,;=".indexOf(c) >= 0;
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
