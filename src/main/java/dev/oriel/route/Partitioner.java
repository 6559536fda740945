package dev.oriel.route;

import dev.oriel.config.PartitionerType;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/** Where a topic's producers put a key. Stateless. */
public enum Partitioner {
    /** The default of Kafka's Java producer; librdkafka's {@code murmur2} and {@code murmur2_random}. */
    MURMUR2 {
        @Override
        public int partition(byte[] key, int partitions) {
            return Utils.toPositive(Utils.murmur2(key)) % partitions;
        }
    },
    /**
     * librdkafka's {@code consistent} and {@code consistent_random}, its default. The latter puts empty keys anywhere; they
     * are looked for in partition 0, where the former puts them.
     */
    CRC32 {
        @Override
        public int partition(byte[] key, int partitions) {
            CRC32 crc = new CRC32();
            crc.update(key);
            return (int) (crc.getValue() % partitions);
        }
    };

    /** The partitioner of a declared type. */
    public static Partitioner of(PartitionerType type) {
        return switch (type) {
            case MURMUR2 -> MURMUR2;
            case CRC32 -> CRC32;
        };
    }

    /** The partition of a key, from 0 to {@code partitions - 1}. */
    public abstract int partition(byte[] key, int partitions);
}
