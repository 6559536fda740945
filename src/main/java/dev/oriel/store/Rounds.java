package dev.oriel.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The stores that have taken records and not applied them yet, by the thread that drives them. A stream thread polls, processes what
 * has come, and polls again: that is a round, and at its end what each store has taken is applied together, which costs a
 * fraction of applying it record by record. One serves all stores of one view.
 */
public final class Rounds {

    private final ThreadLocal<List<EntryStore>> waiting = ThreadLocal.withInitial(ArrayList::new);

    /** The store has taken the first record since it last applied any; called by the thread that drives it. */
    void join(EntryStore store) {
        waiting.get().add(store);
    }

    /** Ends the round of the calling thread. Does nothing on a thread that has taken no record. */
    public void end() {
        List<EntryStore> stores = waiting.get();
        if (!stores.isEmpty()) {
            // First the list, so that a store that fails does not fail the thread's next round, too.
            List<EntryStore> ending = List.copyOf(stores);
            stores.clear();
            ending.forEach(EntryStore::applyTaken);
        }
    }
}
