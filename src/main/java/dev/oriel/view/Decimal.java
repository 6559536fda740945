package dev.oriel.view;

import java.util.Optional;
import java.util.regex.Pattern;

/** Integer keys: one text form for each number, so that equal keys have equal URLs. */
final class Decimal {

    private static final Pattern CANONICAL = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private Decimal() {}

    static long parse(String text, long min, long max) throws BadKeyException {
        if (CANONICAL.matcher(text).matches()) {
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException beyondLong) {
                throw notInRange(min, max);
            }
        }
        throw notInRange(min, max);
    }

    private static BadKeyException notInRange(long min, long max) {
        return new BadKeyException(
                "a decimal integer from " + min + " to " + max + " without leading zeros or plus sign");
    }

    static Optional<String> lengthFlaw(byte[] key, int expected) {
        return key.length == expected
                ? Optional.empty()
                : Optional.of("the key has " + key.length + " bytes, an integer of this type has " + expected);
    }
}
