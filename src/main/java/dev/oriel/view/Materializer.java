package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.store.EntryStore;
import dev.oriel.store.SourceRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Has the store take the records of the source while Streams processes them, and hands it those that Streams gets all the same. Streams makes one when a task is restored and starts to process, and closes
 * it when the task stops, moves or becomes a standby: so its life is the time for which the replica is the active one.
 */
final class Materializer implements Processor<byte[], byte[], Void, Void> {

    private final String storeName;
    private final Role role;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable EntryStore store;

    /** A processor that writes to the named store and makes its replica take the role. */
    Materializer(String storeName, Role role) {
        this.storeName = storeName;
        this.role = role;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        EntryStore opened = processorContext.getStateStore(storeName);
        opened.startProcessing();
        if (role == Role.ACTIVE) {
            opened.replica().become(Role.ACTIVE);
        }
        context = processorContext;
        store = opened;
    }

    @Override
    @SuppressWarnings("NullAway") // Streams calls init first; a check for each record would be for nothing
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        store.process(new SourceRecord(
                source.topic(),
                source.partition(),
                source.offset(),
                record.timestamp(),
                record.headers(),
                record.key(),
                record.value()));
    }

    @Override
    public void close() {
        if (store != null && store.isOpen()) {
            store.stopProcessing();
            if (role == Role.ACTIVE) {
                store.replica().become(Role.RESTORING);
            }
        }
    }
}
