package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeapTableTest implements EntryTableContract {

    private final HeapTable table = new HeapTable(Indexing.NONE);

    @Override
    public EntryTable table() {
        return table;
    }

    @Test
    void a_restart_finds_it_empty() {
        assertThat(table.durable()).isFalse();
    }

    @Test
    void the_count_is_exact() {
        table.apply(new Change.Put(key("a"), key("1")));
        table.apply(new Change.Put(key("a"), key("2")));
        table.apply(new Change.Put(key("b"), key("1")));
        table.apply(new Change.Delete(key("b"), 0, 0, OptionalLong.empty()));
        table.apply(new Change.Delete(key("b"), 0, 0, OptionalLong.empty()));

        assertThat(table.approximateEntries()).isOne();
    }

    @Test
    void keys_come_in_the_order_of_their_unsigned_bytes() {
        List.of("é", "b", "a").forEach(name -> table.apply(new Change.Put(key(name), key("1"))));

        assertThat(table.someKeys(3).stream().map(bytes -> new String(bytes, UTF_8)))
                .containsExactly("a", "b", "é");
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }
}
