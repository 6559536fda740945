package dev.oriel.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A read of how many entries there are. Immutable.
 *
 * @param view the view's name
 * @param range which entries
 * @param conditions what the answer must fulfil
 * @param partial whether partitions that cannot be read may be left out
 */
record CountQuery(String view, EntryRange range, Conditions conditions, boolean partial) implements ViewQuery {

    @Override
    public CountQuery with(Conditions changed) {
        return new CountQuery(view, range, changed, partial);
    }

    @Override
    public ReadRequest request() {
        List<String> query = new ArrayList<>(range.countParameters());
        Map<String, String> headers = new HashMap<>();
        if (partial) {
            query.add("partial=allow");
        }
        conditions.addTo(query, headers);
        return ReadRequest.get(
                KeyQuery.path(view) + "/count", query, headers, maxWait().orElse(Duration.ZERO));
    }
}
