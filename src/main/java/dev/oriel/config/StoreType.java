package dev.oriel.config;

/** Where a view keeps its entries. */
public enum StoreType {
    /** On disk, behind a block cache that all views of the process share; survives a restart. */
    ROCKSDB("rocksdb"),
    /** On the heap; rebuilt from the topic at each start. */
    MEMORY("memory");

    private final String configName;

    StoreType(String configName) {
        this.configName = configName;
    }

    /** The name used in {@code oriel.yaml}. */
    public String configName() {
        return configName;
    }
}
