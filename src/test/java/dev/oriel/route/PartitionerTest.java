package dev.oriel.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.PartitionerType;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PartitionerTest {

    @Property
    void murmur2_is_what_kafkas_producer_does(
            @ForAll byte[] key, @ForAll @IntRange(min = 1, max = 5000) int partitions) {
        assertThat(Partitioner.MURMUR2.partition(key, partitions))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
    }

    @Property
    void crc32_is_the_checksum_as_an_unsigned_number(
            @ForAll byte[] key, @ForAll @IntRange(min = 1, max = 5000) int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key);

        assertThat(Partitioner.CRC32.partition(key, partitions))
                .isEqualTo((int) Long.remainderUnsigned(crc.getValue(), partitions))
                .isBetween(0, partitions - 1);
    }

    /** The checksum of "123456789" is CRC-32's published check value; librdkafka uses the same polynomial. */
    @ParameterizedTest
    @CsvSource({
        "'', 00000000",
        "a, e8b7be43",
        "abc, 352441c2",
        "123456789, cbf43926",
        "The quick brown fox jumps over the lazy dog, 414fa339",
    })
    void crc32_places_keys_by_the_checksum_that_zlib_gives(String key, String checksum) {
        long crc = Long.parseLong(checksum, 16);

        for (int partitions : new int[] {1, 3, 12, 100, 4096}) {
            assertThat(Partitioner.CRC32.partition(key.getBytes(UTF_8), partitions))
                    .isEqualTo((int) (crc % partitions));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CRC32, '', 0",
        "CRC32, a, 3",
        "CRC32, abc, 6",
        "CRC32, 123456789, 2",
        "MURMUR2, '', 9",
        "MURMUR2, 21, 0",
        "MURMUR2, abc, 3",
        "MURMUR2, foobar, 6",
        "MURMUR2, a-little-bit-long-string, 8",
    })
    void of_twelve_partitions_known_keys_are_in_these(Partitioner partitioner, String key, int partition) {
        assertThat(partitioner.partition(key.getBytes(UTF_8), 12)).isEqualTo(partition);
    }

    @ParameterizedTest
    @EnumSource
    void every_declared_type_has_its_partitioner(PartitionerType type) {
        assertThat(Partitioner.of(type)).hasToString(type.name());
    }
}
