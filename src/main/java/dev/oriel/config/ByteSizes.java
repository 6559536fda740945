package dev.oriel.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sizes as they are written: {@code 256MiB} counts by 1024, {@code 256MB} by 1000, a bare number is bytes.
 */
final class ByteSizes {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}) ?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");
    private static final Pattern NEARLY = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)(i?)b?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("B", 1L),
            Map.entry("kB", 1_000L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("GiB", 1L << 30),
            Map.entry("TiB", 1L << 40));

    private ByteSizes() {}

    /** The bytes, unless the text is no size or more than a {@code long} holds. */
    static Optional<Long> parse(String text) {
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = BYTES.getOrDefault(Optional.ofNullable(matcher.group(2)).orElse("B"), 1L);
        BigInteger bytes = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
        return bytes.bitLength() < Long.SIZE ? Optional.of(bytes.longValue()) : Optional.empty();
    }

    /** How {@code 256m} or {@code 256 mib} would be written; what does not say which kind is taken as binary. */
    static Optional<String> suggest(String text) {
        var matcher = NEARLY.matcher(text.strip());
        if (!matcher.matches() || matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1) + matcher.group(2).toUpperCase(Locale.ROOT) + "iB");
    }

    /** A setting of at least so many bytes. */
    static ScalarType<Long> atLeast(String least) {
        long bound = parse(least).orElseThrow();
        return new ScalarType<>(
                "a size of at least %s, as 256MiB or 1GB".formatted(least),
                ScalarType.TEXT_OR_INTEGER,
                text -> parse(text).filter(bytes -> bytes >= bound),
                text -> parse(text).isPresent() ? Optional.empty() : suggest(text));
    }
}
