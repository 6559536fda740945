package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "512B, 512",
        "2kB, 2000",
        "2KB, 2000",
        "2KiB, 2048",
        "1MB, 1000000",
        "1MiB, 1048576",
        "1 GB, 1000000000",
        "1GiB, 1073741824",
        "1TB, 1000000000000",
        "1TiB, 1099511627776",
    })
    void binary_units_count_by_1024_and_decimal_ones_by_1000(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "1m", "1mib", "1  GB", "1PB", "99999999999999TiB"})
    void anything_else_is_no_size(String text) {
        assertThat(ByteSizes.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"256m, 256MiB", "256M, 256MiB", "1gib, 1GiB", "1 g, 1GiB", "1k, 1KiB", "1.5GiB, ", "lots, "})
    void what_comes_close_is_understood(String text, String meant) {
        assertThat(ByteSizes.suggest(text).orElse(null)).isEqualTo(meant);
    }

    @Property
    void a_bare_number_is_bytes(@ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long bytes) {
        assertThat(ByteSizes.parse(Long.toString(bytes))).contains(bytes);
    }
}
