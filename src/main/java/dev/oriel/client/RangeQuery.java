package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read of the entries of a range, a page of them or all in a stream. Immutable.
 *
 * @param view the view's name
 * @param range which entries, in which order
 * @param conditions what the answer must fulfil
 * @param partial whether partitions that cannot be read may be left out
 * @param page which page; empty for a stream
 */
record RangeQuery(String view, EntryRange range, Conditions conditions, boolean partial, Optional<Page> page)
        implements ViewQuery {

    /** The media type of a stream. */
    static final String STREAM = "application/x-ndjson";

    /**
     * A page of a range.
     *
     * @param size how many entries it may have
     * @param cursor where it begins; empty for the first one
     */
    record Page(int size, Optional<String> cursor) {}

    RangeQuery with(EntryRange changed) {
        return new RangeQuery(view, changed, conditions, partial, page);
    }

    /** A page of the same. */
    RangeQuery page(int size, Optional<String> cursor) {
        return new RangeQuery(view, range, conditions, partial, Optional.of(new Page(size, cursor)));
    }

    @Override
    public RangeQuery with(Conditions changed) {
        return new RangeQuery(view, range, changed, partial, page);
    }

    @Override
    public ReadRequest request() {
        List<String> query = new ArrayList<>(range.listParameters());
        if (range.descending()) {
            query.add("order=desc");
        }
        Map<String, String> headers = new HashMap<>();
        if (page.isPresent()) {
            query.add("limit=" + page.get().size());
            page.get().cursor().ifPresent(cursor -> query.add("cursor=" + PathSegment.encode(cursor)));
        } else {
            headers.put("Accept", STREAM);
        }
        if (partial) {
            query.add("partial=allow");
        }
        conditions.addTo(query, headers);
        return ReadRequest.get(
                KeyQuery.path(view) + range.listPath(),
                query,
                headers,
                conditions.maxWait().orElse(Duration.ZERO));
    }
}
