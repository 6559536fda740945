package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.config.VersionSource;
import dev.oriel.store.SourceRecord;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;

/** Reads an entry's version from its record. Safe for several threads at once. */
sealed interface VersionReader {

    /** The version, or why there is none. */
    sealed interface Version {
        record Known(long version) implements Version {}

        record Missing(String reason) implements Version {}
    }

    /** The reader for a declared source. */
    static VersionReader of(VersionSource source) {
        return switch (source) {
            case VersionSource.Offset offset -> new FromOffset();
            case VersionSource.Field field -> new FromField(new JqExpression(field.jq()), field.jq());
            case VersionSource.Header header -> new FromHeader(header.name());
        };
    }

    /** The version of a record whose value is {@code value}. */
    Version read(SourceRecord record, byte[] value);

    /** The version of a record without a value, where it has one. */
    OptionalLong ofDeletion(SourceRecord record);

    /** The record's offset. */
    record FromOffset() implements VersionReader {
        @Override
        public Version read(SourceRecord record, byte[] value) {
            return new Version.Known(record.offset());
        }

        @Override
        public OptionalLong ofDeletion(SourceRecord record) {
            return OptionalLong.of(record.offset());
        }
    }

    /** What a jq expression makes of the JSON value. */
    record FromField(JqExpression expression, String text) implements VersionReader {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        @Override
        public Version read(SourceRecord record, byte[] value) {
            try {
                List<JsonNode> results = expression.apply(MAPPER.readTree(value));
                if (results.size() == 1
                        && results.getFirst().isIntegralNumber()
                        && results.getFirst().canConvertToLong()) {
                    return new Version.Known(results.getFirst().longValue());
                }
                return new Version.Missing(
                        "the version, " + text + ", gives " + shortened(results) + ", expected an integer");
            } catch (IOException e) {
                return new Version.Missing("the version, " + text + ", cannot be read: " + e.getMessage());
            }
        }

        @Override
        public OptionalLong ofDeletion(SourceRecord record) {
            return OptionalLong.empty();
        }

        private static String shortened(List<JsonNode> results) {
            String all = results.size() == 1 ? results.getFirst().toString() : results.toString();
            return all.length() <= 80 ? all : all.substring(0, 80) + "…";
        }
    }

    /** A decimal integer in a record header; the last one of that name counts. */
    record FromHeader(String name) implements VersionReader {
        @Override
        public Version read(SourceRecord record, byte[] value) {
            return read(record);
        }

        @Override
        public OptionalLong ofDeletion(SourceRecord record) {
            return switch (read(record)) {
                case Version.Known known -> OptionalLong.of(known.version());
                case Version.Missing missing -> OptionalLong.empty();
            };
        }

        private Version read(SourceRecord record) {
            Header header = record.headers().lastHeader(name);
            if (header == null || header.value() == null) {
                return new Version.Missing("the version's header, " + name + ", is missing");
            }
            String text = new String(header.value(), UTF_8);
            try {
                return new Version.Known(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return new Version.Missing("the version's header, " + name + ", is no integer: " + text);
            }
        }
    }
}
