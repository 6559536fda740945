package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.store.SourceRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records of {@code orders/2} with text for keys and values. */
final class Records {

    private Records() {}

    static SourceRecord record(long offset, @Nullable String key, @Nullable String value) {
        return record(offset, key, value, new RecordHeaders());
    }

    static SourceRecord record(long offset, @Nullable String key, @Nullable String value, Headers headers) {
        return new SourceRecord("orders", 2, offset, 1_700_000_000_000L, headers, bytes(key), bytes(value));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
