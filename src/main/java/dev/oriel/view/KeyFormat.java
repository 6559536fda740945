package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.config.KeyType;
import dev.oriel.store.KeyOrder;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Between a key's bytes, as producers write them, and its text form, as it stands in URLs. Stateless. */
public sealed interface KeyFormat {

    /** The longest key, in bytes of its text form. */
    int MAX_TEXT_BYTES = 4096;

    /** The format for a key type. */
    static KeyFormat of(KeyType type) {
        return switch (type) {
            case STRING -> new Text();
            case INT -> new Int();
            case LONG -> new Long64();
            case UUID -> new UuidText();
        };
    }

    /**
     * The bytes of the key that is written {@code text}.
     *
     * @throws BadKeyException if it is no key of this format
     */
    byte[] parse(String text) throws BadKeyException;

    /** What is wrong with a record's key, if anything. */
    Optional<String> flaw(byte[] key);

    /** The text form of a key without {@link #flaw}. */
    String format(byte[] key);

    /** The order in which keys are read: numbers as such, text by its bytes. */
    default KeyOrder order() {
        return KeyOrder.BYTES;
    }

    /** UTF-8 text. */
    record Text() implements KeyFormat {
        @Override
        public byte[] parse(String text) throws BadKeyException {
            if (!Utf8.canHold(text)) {
                throw new BadKeyException("text that UTF-8 can hold");
            }
            return text.getBytes(UTF_8);
        }

        @Override
        public Optional<String> flaw(byte[] key) {
            return Utf8.flaw(key).map(flaw -> "the key is not a string: " + flaw);
        }

        @Override
        public String format(byte[] key) {
            return new String(key, UTF_8);
        }
    }

    /** A four-byte integer. */
    record Int() implements KeyFormat {
        @Override
        public byte[] parse(String text) throws BadKeyException {
            long value = Decimal.parse(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
        }

        @Override
        public Optional<String> flaw(byte[] key) {
            return Decimal.lengthFlaw(key, Integer.BYTES);
        }

        @Override
        public KeyOrder order() {
            return KeyOrder.SIGNED;
        }

        @Override
        public String format(byte[] key) {
            return Integer.toString(ByteBuffer.wrap(key).getInt());
        }
    }

    /** An eight-byte integer. */
    record Long64() implements KeyFormat {
        @Override
        public byte[] parse(String text) throws BadKeyException {
            long value = Decimal.parse(text, Long.MIN_VALUE, Long.MAX_VALUE);
            return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        }

        @Override
        public Optional<String> flaw(byte[] key) {
            return Decimal.lengthFlaw(key, Long.BYTES);
        }

        @Override
        public KeyOrder order() {
            return KeyOrder.SIGNED;
        }

        @Override
        public String format(byte[] key) {
            return Long.toString(ByteBuffer.wrap(key).getLong());
        }
    }

    /** A UUID as text; asked for in any case, stored in lower case as {@code UUIDSerializer} writes it. */
    record UuidText() implements KeyFormat {
        private static final Pattern STORED = form("[0-9a-f]");
        private static final Pattern ASKED = form("[0-9a-fA-F]");

        private static Pattern form(String digit) {
            return Pattern.compile("D{8}-D{4}-D{4}-D{4}-D{12}".replace("D", digit));
        }

        @Override
        public byte[] parse(String text) throws BadKeyException {
            if (!ASKED.matcher(text).matches()) {
                throw new BadKeyException("a UUID such as " + new UUID(0x123e4567e89b12d3L, 0xa456426614174000L));
            }
            return text.toLowerCase(Locale.ROOT).getBytes(UTF_8);
        }

        @Override
        public Optional<String> flaw(byte[] key) {
            return STORED.matcher(new String(key, UTF_8)).matches()
                    ? Optional.empty()
                    : Optional.of("the key is not a UUID in text form, in lower case");
        }

        @Override
        public String format(byte[] key) {
            return new String(key, UTF_8);
        }
    }
}
