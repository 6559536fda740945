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
                segment.append('%').append(HEX[b >> 4 & 0xF]).append(HEX[b & 0xF]);
            }
        }
        return segment.toString();
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
