package dev.oriel.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.store.Change;
import dev.oriel.store.Entry;
import java.util.OptionalLong;

/** Changes for tests. */
final class Changes {

    private Changes() {}

    static Change put(String key, int partition, long offset, int bytes) {
        return new Change.Put(key.getBytes(UTF_8), Entry.encode(partition, offset, 1000 + offset, new byte[bytes]));
    }

    static Change put(String key, long offset) {
        return put(key, 0, offset, 8);
    }

    static Change delete(String key, long offset) {
        return new Change.Delete(key.getBytes(UTF_8), offset, 1000 + offset, OptionalLong.of(offset));
    }
}
