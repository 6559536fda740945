package dev.oriel.view;

import dev.oriel.config.ViewConfig;
import dev.oriel.store.Change;
import dev.oriel.store.Entry;
import dev.oriel.store.RecordReader;
import dev.oriel.store.SourceRecord;
import java.util.Optional;

/** Reads the records of a table or global view: each is a key's new value, or its end. */
public final class EntryReader implements RecordReader {

    private final KeyFormat keys;
    private final ValueFormat values;
    private final VersionReader versions;

    /** A reader for the formats that the view declares. */
    public EntryReader(ViewConfig view) {
        this.keys = KeyFormat.of(view.key());
        this.values = ValueFormat.of(view.value());
        this.versions = VersionReader.of(view.version());
    }

    @Override
    public Change read(SourceRecord record) {
        byte[] key = record.key();
        if (key == null) {
            return new Change.Skip("the record has no key");
        }
        Optional<String> flaw = keys.flaw(key);
        if (flaw.isPresent()) {
            return new Change.Skip(flaw.get());
        }
        byte[] value = record.value();
        if (value == null) {
            return new Change.Delete(key, record.offset(), record.timestamp(), versions.ofDeletion(record));
        }
        flaw = values.flaw(value);
        if (flaw.isPresent()) {
            return new Change.Skip(flaw.get());
        }
        return switch (versions.read(record, value)) {
            case VersionReader.Version.Missing missing -> new Change.Skip(missing.reason());
            case VersionReader.Version.Known known -> new Change.Put(key, encode(record, known.version(), value));
        };
    }

    private byte[] encode(SourceRecord record, long version, byte[] value) {
        byte[] wire = values.wire(value);
        return version == record.offset()
                ? Entry.encode(record.partition(), record.offset(), record.timestamp(), wire)
                : Entry.encode(record.partition(), record.offset(), record.timestamp(), version, wire);
    }
}
