package dev.oriel.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes one result of the answers to the parts of a lookup. Called by one thread at a time. */
final class LookupParts {

    private final Map<String, Optional<ListedEntry>> entries = new LinkedHashMap<>();
    private final SessionPositions positions = new SessionPositions(Integer.MAX_VALUE);

    /**
     * Adds the answer to the next part. What stands where is which key: a server may write it in another way than it was asked for.
     *
     * @throws UnexpectedAnswerException if it is not as long as what was asked
     */
    void add(LookupQuery part, EntryPage answer) {
        if (answer.keys().size() != part.keys().size()) {
            throw new UnexpectedAnswerException(
                    "%d keys were asked for, and %d answered"
                            .formatted(part.keys().size(), answer.keys().size()),
                    Optional.empty());
        }
        for (int i = 0; i < part.keys().size(); i++) {
            String key = part.keys().get(i);
            entries.put(key, answer.keys().get(i).entry().map(entry -> entry.as(key)));
        }
        positions.add(answer.positions());
    }

    LookupResult result() {
        return new LookupResult(entries, positions.positions());
    }
}
