package dev.oriel.store;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes the stores of one view for Kafka Streams. The source topic is their changelog, so there is no logging to
 * enable; and readers see each write at once, so there is no caching either.
 */
public final class EntryStoreBuilder implements StoreBuilder<EntryStore> {

    private final StoreSpec spec;

    public EntryStoreBuilder(StoreSpec spec) {
        this.spec = spec;
    }

    @Override
    public EntryStore build() {
        return new EntryStore(spec);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<EntryStore> withLoggingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<EntryStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<EntryStore> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the source topic is the changelog");
    }

    @Override
    public StoreBuilder<EntryStore> withCachingEnabled() {
        throw new UnsupportedOperationException("readers must see each write at once");
    }
}
