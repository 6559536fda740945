package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.EntryStoreBuilder;
import dev.oriel.store.StoreSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The topology of a view. Records reach the store as bytes, so that no deserializer of Streams decides what becomes of a
 * bad one, and the source topic is the store's changelog (KIP-813), so that nothing is written twice.
 */
public final class ViewTopology {

    private static final String SOURCE = "source";
    private static final String MATERIALIZER = "materializer";

    /** The name of the one store of a view. */
    public static final String STORE = "entries";

    private ViewTopology() {}

    /** Builds the topology of a table or global view over stores made to {@code spec}. */
    public static Topology of(ViewConfig view, StoreSpec spec) {
        Topology topology = new Topology();
        EntryStoreBuilder stores = new EntryStoreBuilder(spec);
        return switch (view.kind()) {
            case TABLE ->
                topology.addReadOnlyStateStore(
                        stores,
                        SOURCE,
                        anyTimestamp(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        view.topic(),
                        MATERIALIZER,
                        () -> new Materializer(STORE, Role.ACTIVE));
            case GLOBAL ->
                topology.addGlobalStore(
                        stores,
                        SOURCE,
                        anyTimestamp(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        view.topic(),
                        MATERIALIZER,
                        () -> new Materializer(STORE, Role.GLOBAL));
        };
    }

    /** A record without a timestamp is a record all the same; the default extractor would end the application. */
    private static TimestampExtractor anyTimestamp() {
        return (record, partitionTime) -> Math.max(0, record.timestamp());
    }
}
