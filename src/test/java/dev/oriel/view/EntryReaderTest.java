package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.KeyType;
import dev.oriel.config.ValueType;
import dev.oriel.config.VersionSource;
import dev.oriel.config.ViewConfig.Kind;
import dev.oriel.store.Change;
import dev.oriel.store.Entry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryReaderTest {

    private static final EntryReader VERSIONED = new EntryReader(
            ViewConfigs.view(Kind.TABLE, KeyType.STRING, ValueType.JSON, new VersionSource.Field(".version")));

    @Test
    void a_value_becomes_an_entry_with_where_it_came_from() {
        Change change = new EntryReader(ViewConfigs.table()).read(Records.record(7, "a", "{\"n\": 1}"));

        assertThat(change).isInstanceOfSatisfying(Change.Put.class, put -> {
            Entry entry = Entry.decode(put.entry());
            assertThat(put.key()).asString(UTF_8).isEqualTo("a");
            assertThat(entry.partition()).isEqualTo(2);
            assertThat(entry.offset()).isEqualTo(7);
            assertThat(entry.version()).isEqualTo(7);
            assertThat(entry.timestamp()).isEqualTo(1_700_000_000_000L);
            assertThat(UTF_8.decode(entry.value()).toString()).isEqualTo("{\"n\": 1}");
        });
    }

    @ParameterizedTest
    @CsvSource({"8", "7"})
    void an_entry_may_have_a_version_of_its_own(long version) {
        Change change = VERSIONED.read(Records.record(7, "a", "{\"version\":" + version + "}"));

        assertThat(change).isInstanceOfSatisfying(Change.Put.class, put -> {
            assertThat(Entry.decode(put.entry()).version()).isEqualTo(version);
            assertThat(Entry.decode(put.entry()).offset()).isEqualTo(7);
        });
    }

    @Test
    void values_are_stored_as_they_are_sent() {
        EntryReader longs = new EntryReader(
                ViewConfigs.view(Kind.TABLE, KeyType.STRING, ValueType.LONG, new VersionSource.Offset()));

        assertThat(longs.read(Records.record(7, "a", "\0\0\0\0\0\0\0*")))
                .isInstanceOfSatisfying(
                        Change.Put.class,
                        put -> assertThat(UTF_8.decode(Entry.decode(put.entry()).value())
                                        .toString())
                                .isEqualTo("42"));
    }

    @Test
    void only_a_record_without_a_value_deletes() {
        assertThat(VERSIONED.read(Records.record(7, "a", null)))
                .isInstanceOfSatisfying(
                        Change.Delete.class,
                        delete -> assertThat(delete.key()).asString(UTF_8).isEqualTo("a"));
        assertThat(new EntryReader(ViewConfigs.table()).read(Records.record(7, "a", "null")))
                .isInstanceOf(Change.Put.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                " ! {} ! the record has no key",
                " ! ! the record has no key",
                "a ! {\"version\":null} ! the version, .version, gives null, expected an integer",
                "a ! {} {} ! the value is not one JSON text",
            })
    void what_cannot_be_read_is_skipped_with_its_reason(@Nullable String key, @Nullable String value, String reason) {
        assertThat(VERSIONED.read(Records.record(7, key, value))).isEqualTo(new Change.Skip(reason));
    }

    @Test
    void a_key_of_another_type_is_skipped_even_if_it_deletes() {
        EntryReader ints =
                new EntryReader(ViewConfigs.view(Kind.TABLE, KeyType.INT, ValueType.BYTES, new VersionSource.Offset()));

        assertThat(ints.read(Records.record(7, "a", null)))
                .isEqualTo(new Change.Skip("the key has 1 bytes, an integer of this type has 4"));
    }
}
