package dev.oriel.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oriel.config.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * From a record's value to the bytes that are stored and sent. What is read once, when a record is applied, need not be
 * read again for each request. Stateless.
 */
public sealed interface ValueFormat {

    /** The format for a value type. */
    static ValueFormat of(ValueType type) {
        return switch (type) {
            case JSON -> new Json();
            case STRING -> new Text();
            case LONG -> new Int64();
            case DOUBLE -> new Float64();
            case BYTES -> new Raw();
        };
    }

    /** What is wrong with a record's value, if anything. */
    Optional<String> flaw(byte[] value);

    /** The bytes to send for a value without {@link #flaw}; the same array where nothing changes. */
    default byte[] wire(byte[] value) {
        return value;
    }

    /** The media type they are sent as. */
    String contentType();

    /** JSON in UTF-8, kept byte for byte. */
    record Json() implements ValueFormat {
        private static final JsonFactory FACTORY = new JsonFactory();

        @Override
        public Optional<String> flaw(byte[] value) {
            if (value.length == 0) {
                return Optional.of("the value is empty, which is not JSON");
            }
            if (!startsAsUtf8(value)) {
                return Optional.of("the value is not JSON in UTF-8");
            }
            try (JsonParser parser = FACTORY.createParser(value)) {
                parser.nextToken();
                parser.skipChildren();
                if (parser.currentToken() == null || parser.nextToken() != null) {
                    return Optional.of("the value is not one JSON text");
                }
                return Utf8.flaw(value).map(flaw -> "the value is not JSON in UTF-8: " + flaw);
            } catch (JsonProcessingException e) {
                return Optional.of("the value is not JSON: " + e.getOriginalMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Jackson would take UTF-16 and UTF-32 too, and skip a byte order mark; readers are told it is UTF-8. */
        private static boolean startsAsUtf8(byte[] value) {
            return value[0] > 0 && (value.length == 1 || value[1] != 0);
        }

        @Override
        public String contentType() {
            return "application/json";
        }
    }

    /** UTF-8 text, kept byte for byte. */
    record Text() implements ValueFormat {
        @Override
        public Optional<String> flaw(byte[] value) {
            return Utf8.flaw(value).map(flaw -> "the value is not a string: " + flaw);
        }

        @Override
        public String contentType() {
            return "text/plain;charset=utf-8";
        }
    }

    /** An eight-byte integer, sent as a JSON number. */
    record Int64() implements ValueFormat {
        @Override
        public Optional<String> flaw(byte[] value) {
            return eightBytes(value);
        }

        @Override
        public byte[] wire(byte[] value) {
            return Long.toString(ByteBuffer.wrap(value).getLong()).getBytes(US_ASCII);
        }

        @Override
        public String contentType() {
            return "application/json";
        }
    }

    /** An eight-byte double, sent as a JSON number; JSON has no word for NaN and the infinities, so those are flaws. */
    record Float64() implements ValueFormat {
        @Override
        public Optional<String> flaw(byte[] value) {
            return eightBytes(value)
                    .or(() -> Double.isFinite(ByteBuffer.wrap(value).getDouble())
                            ? Optional.empty()
                            : Optional.of("the value is not a finite number"));
        }

        @Override
        public byte[] wire(byte[] value) {
            return Double.toString(ByteBuffer.wrap(value).getDouble()).getBytes(US_ASCII);
        }

        @Override
        public String contentType() {
            return "application/json";
        }
    }

    /** Anything. */
    record Raw() implements ValueFormat {
        @Override
        public Optional<String> flaw(byte[] value) {
            return Optional.empty();
        }

        @Override
        public String contentType() {
            return "application/octet-stream";
        }
    }

    private static Optional<String> eightBytes(byte[] value) {
        return value.length == Long.BYTES
                ? Optional.empty()
                : Optional.of("the value has " + value.length + " bytes, a number of this type has " + Long.BYTES);
    }
}
