package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final byte[] VALUE = {'{', '}'};

    @Property
    void what_was_encoded_with_its_offset_as_version_is_read_again(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int partition,
            @ForAll long offset,
            @ForAll long timestamp,
            @ForAll byte[] value) {
        Entry entry = Entry.decode(Entry.encode(partition, offset, timestamp, value));

        assertThat(entry.partition()).isEqualTo(partition);
        assertThat(entry.offset()).isEqualTo(offset);
        assertThat(entry.timestamp()).isEqualTo(timestamp);
        assertThat(entry.version()).isEqualTo(offset);
        assertThat(entry.value()).isEqualTo(ByteBuffer.wrap(value));
    }

    @Property
    void what_was_encoded_with_a_version_of_its_own_is_read_again(
            @ForAll int partition,
            @ForAll long offset,
            @ForAll long timestamp,
            @ForAll long version,
            @ForAll byte[] value) {
        Entry entry = Entry.decode(Entry.encode(partition, offset, timestamp, version, value));

        assertThat(entry.partition()).isEqualTo(partition);
        assertThat(entry.offset()).isEqualTo(offset);
        assertThat(entry.timestamp()).isEqualTo(timestamp);
        assertThat(entry.version()).isEqualTo(version);
        assertThat(entry.value()).isEqualTo(ByteBuffer.wrap(value));
    }

    @Test
    void the_stored_forms_stay_what_they_are_since_stores_on_disk_hold_them() {
        assertThat(Entry.encode(3, 1234, 1_700_000_000_000L, VALUE))
                .asHexString()
                .isEqualTo("01" + "00000003" + "00000000000004D2" + "0000018BCFE56800" + "7B7D");
        assertThat(Entry.encode(3, 1234, 1_700_000_000_000L, 7, VALUE))
                .asHexString()
                .isEqualTo("02" + "00000003" + "00000000000004D2" + "0000018BCFE56800" + "0000000000000007" + "7B7D");
    }

    @Test
    void the_value_is_a_view_that_cannot_be_written_through() {
        ByteBuffer value = Entry.decode(Entry.encode(0, 0, 0, VALUE)).value();

        assertThatThrownBy(() -> value.put(0, (byte) 'x')).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void reading_the_value_once_leaves_it_whole_for_the_next() {
        Entry entry = Entry.decode(Entry.encode(0, 0, 0, VALUE));
        entry.value().get();

        assertThat(entry.value().remaining()).isEqualTo(VALUE.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "01",
                "03" + "00000003" + "00000000000004D2" + "0000018BCFE56800",
                "01" + "00000003" + "00000000000004D2" + "0000018BCFE568",
                "02" + "00000003" + "00000000000004D2" + "0000018BCFE56800" + "00000000000000",
            })
    void other_bytes_are_not_taken_for_an_entry(String hex) {
        assertThatThrownBy(() -> Entry.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not an entry: " + hex.length() / 2 + " bytes");
    }
}
