package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.scan.Query;
import dev.oriel.store.KeyRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCursorTest {

    private static final byte[] RANK = "o-1042".getBytes(UTF_8);

    private static Query.Range range(String from, Optional<String> to, boolean descending, int limit) {
        KeyRange keys = new KeyRange(from.getBytes(UTF_8), to.map(end -> end.getBytes(UTF_8)));
        return new Query.Range(Optional.empty(), List.of(keys), descending, limit, 1000, false);
    }

    @Test
    void a_cursor_leads_on_behind_its_rank_with_whatever_limit() {
        String cursor = ScanCursor.of("orders", range("o", Optional.of("p"), false, 100), RANK);

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(ScanCursor.rank(cursor, "orders", range("o", Optional.of("p"), false, 7)))
                .hasValueSatisfying(rank -> assertThat(rank).isEqualTo(RANK));
    }

    @Test
    void a_cursor_is_none_of_another_view_range_or_order() {
        String cursor = ScanCursor.of("orders", range("o", Optional.of("p"), false, 100), RANK);

        assertThat(ScanCursor.rank(cursor, "orders2", range("o", Optional.of("p"), false, 100)))
                .isEmpty();
        assertThat(ScanCursor.rank(cursor, "orders", range("o", Optional.of("p"), true, 100)))
                .isEmpty();
        assertThat(ScanCursor.rank(cursor, "orders", range("o", Optional.empty(), false, 100)))
                .isEmpty();
        assertThat(ScanCursor.rank(cursor, "orders", range("", Optional.of("op"), false, 100)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "====", "%", "AQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void what_is_no_cursor_is_told_from_one(String text) {
        assertThat(ScanCursor.rank(text, "orders", range("", Optional.empty(), false, 1)))
                .isEmpty();
    }
}
