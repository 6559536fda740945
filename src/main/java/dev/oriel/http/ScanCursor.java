package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.scan.Query;
import dev.oriel.store.KeyRange;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The cursor that leads from one page of a scan to the next, as clients hold it: the last entry's rank, and a print of the scan, by which
 * one that is used with another is found out. Nothing else is remembered anywhere, so it outlives the instance that gave it.
 *
 * <p>Written in base64url: a byte for the version, {@value #PRINT} bytes of the print, the rank.
 */
final class ScanCursor {

    private static final byte VERSION = 1;
    private static final int PRINT = 8;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private ScanCursor() {}

    /** The cursor behind a rank. */
    static String of(String view, Query.Range range, byte[] rank) {
        byte[] cursor = ByteBuffer.allocate(1 + PRINT + rank.length)
                .put(VERSION)
                .put(print(view, range))
                .put(rank)
                .array();
        return ENCODER.encodeToString(cursor);
    }

    /**
     * The rank that a cursor stands behind; nothing if it is none of this scan.
     */
    static Optional<byte[]> rank(String cursor, String view, Query.Range range) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean ours = bytes.length > 1 + PRINT
                && bytes[0] == VERSION
                && Arrays.equals(bytes, 1, 1 + PRINT, print(view, range), 0, PRINT);
        return ours ? Optional.of(Arrays.copyOfRange(bytes, 1 + PRINT, bytes.length)) : Optional.empty();
    }

    private static byte[] print(String view, Query.Range range) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(view.getBytes(UTF_8), digest);
            add(range.index().orElse("").getBytes(UTF_8), digest);
            for (KeyRange ranks : range.ranks()) {
                add(ranks.from(), digest);
                digest.update((byte) (ranks.to().isPresent() ? 1 : 0));
                ranks.to().ifPresent(to -> add(to, digest));
            }
            digest.update((byte) (range.descending() ? 1 : 0));
            return Arrays.copyOf(digest.digest(), PRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static void add(byte[] bytes, MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
