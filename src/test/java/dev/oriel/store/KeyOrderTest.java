package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class KeyOrderTest {

    private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static int number(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    @Property
    void ranks_are_ordered_as_the_numbers_are(@ForAll int one, @ForAll int other) {
        byte[] first = KeyOrder.SIGNED.rank(key(one));
        byte[] second = KeyOrder.SIGNED.rank(key(other));

        assertThat(Integer.signum(Arrays.compareUnsigned(first, second))).isEqualTo(Integer.compare(one, other));
        assertThat(KeyOrder.SIGNED.key(first)).isEqualTo(key(one));
    }

    @Property
    void the_stretches_of_a_range_hold_its_numbers_in_their_order(
            @ForAll @Size(max = 40) List<Integer> numbers, @ForAll int from, @ForAll int to) {
        TreeSet<byte[]> table = new TreeSet<>(UNSIGNED);
        numbers.forEach(number -> table.add(key(number)));
        table.add(key(from));
        table.add(key(to));

        for (KeyRange range : List.of(
                new KeyRange(KeyOrder.SIGNED.rank(key(from)), Optional.of(KeyOrder.SIGNED.rank(key(to)))),
                new KeyRange(KeyOrder.SIGNED.rank(key(from)), Optional.empty()),
                new KeyRange(new byte[0], Optional.of(KeyOrder.SIGNED.rank(key(to)))),
                KeyRange.ALL.after(KeyOrder.SIGNED.rank(key(from))),
                KeyRange.ALL.before(KeyOrder.SIGNED.rank(key(0))),
                new KeyRange(KeyOrder.SIGNED.rank(key(0)), Optional.empty()),
                KeyRange.ALL)) {
            List<Integer> read = new ArrayList<>();
            for (KeyRange stretch : KeyOrder.SIGNED.stretches(range)) {
                assertThat(stretch.isEmpty()).isFalse();
                table.stream()
                        .filter(key -> contains(stretch, key))
                        .map(KeyOrderTest::number)
                        .forEach(read::add);
            }
            assertThat(read)
                    .isEqualTo(table.stream()
                            .filter(key -> contains(range, KeyOrder.SIGNED.rank(key)))
                            .map(KeyOrderTest::number)
                            .sorted()
                            .toList());
        }
    }

    private static boolean contains(KeyRange range, byte[] key) {
        return Arrays.compareUnsigned(key, range.from()) >= 0
                && (range.to().isEmpty()
                        || Arrays.compareUnsigned(key, range.to().get()) < 0);
    }

    @Property
    void a_prefix_is_the_range_of_the_keys_that_start_with_it(
            @ForAll @Size(max = 4) byte[] prefix, @ForAll @Size(max = 6) byte[] key) {
        assertThat(contains(KeyRange.startingWith(prefix), key)).isEqualTo(KeyBytes.startsWith(key, prefix));
        byte[] longer = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, longer, prefix.length, key.length);
        assertThat(contains(KeyRange.startingWith(prefix), longer)).isTrue();
    }

    @Property
    void what_comes_after_a_key_and_what_comes_before_it_are_all_but_the_key(
            @ForAll @Size(max = 3) byte[] at, @ForAll @Size(max = 4) byte[] key) {
        int order = Arrays.compareUnsigned(key, at);

        assertThat(contains(KeyRange.ALL.after(at), key)).isEqualTo(order > 0);
        assertThat(contains(KeyRange.ALL.before(at), key)).isEqualTo(order < 0);
    }
}
