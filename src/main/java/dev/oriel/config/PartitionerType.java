package dev.oriel.config;

/** How the producers of a topic choose a key's partition. */
public enum PartitionerType {
    /** Kafka's own: murmur2 of the key's bytes; also librdkafka's {@code murmur2} and {@code murmur2_random}. */
    MURMUR2("murmur2"),
    /** librdkafka's default: CRC-32 of the key's bytes ({@code consistent} and {@code consistent_random}). */
    CRC32("crc32");

    private final String configName;

    PartitionerType(String configName) {
        this.configName = configName;
    }

    /** The name used in {@code oriel.yaml}. */
    public String configName() {
        return configName;
    }
}
