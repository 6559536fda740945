package dev.oriel.store;

import java.util.ArrayList;
import java.util.List;

/** One page of a table's entries as it fills: it knows when it is full, and where keys with its prefix end. */
final class EntryPage {

    private final byte[] prefix;
    private final int atMost;
    private final List<Change.Put> entries = new ArrayList<>();
    private long bytesLeft;

    /**
     * An empty page.
     *
     * @param prefix what all its keys start with
     * @param atMost how many entries it takes
     * @param bytes of keys and entries after which it takes no more
     */
    EntryPage(byte[] prefix, int atMost, long bytes) {
        this.prefix = prefix;
        this.atMost = atMost;
        this.bytesLeft = bytes;
    }

    /** Adds the next entry, unless the page is full or the key has not the prefix: then nothing more is to be added. */
    boolean add(byte[] key, byte[] entry) {
        if (entries.size() >= atMost || bytesLeft <= 0 || !KeyBytes.startsWith(key, prefix)) {
            return false;
        }
        entries.add(new Change.Put(key, entry));
        bytesLeft -= key.length + entry.length;
        return true;
    }

    List<Change.Put> entries() {
        return entries;
    }
}
