package dev.oriel.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word a user probably meant. */
final class Suggestions {

    private static final int SHORTEST_PREFIX = 2;
    private static final int SHORT_NAME = 8;

    private Suggestions() {}

    /**
     * The word meant where only {@code known} words are possible. Generous: {@code peerPort} means {@code peer-port},
     * and {@code str} means {@code string}.
     */
    static Optional<String> closest(String found, Collection<String> known) {
        UnaryOperator<String> letters = word ->
                word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(".", "");
        String folded = letters.apply(found);
        int limit = Math.clamp(folded.length() / 3, 1, 3);
        return nearest(folded, known, letters, limit)
                .or(() -> known.stream()
                        .filter(word -> folded.length() >= SHORTEST_PREFIX
                                && letters.apply(word).startsWith(folded))
                        .findFirst());
    }

    /**
     * The word meant where others than the {@code known} ones are possible too. Strict: a word that merely resembles a
     * known one is nobody's mistake.
     */
    static Optional<String> nearMiss(String found, Collection<String> known) {
        UnaryOperator<String> dotted =
                word -> word.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
        String folded = dotted.apply(found);
        return nearest(folded, known, dotted, folded.length() < SHORT_NAME ? 1 : 2);
    }

    private static Optional<String> nearest(
            String folded, Collection<String> known, UnaryOperator<String> fold, int limit) {
        var distance = new DamerauLevenshteinDistance(limit);
        Optional<String> nearest = Optional.empty();
        int least = limit + 1;
        for (String word : known) {
            int edits = distance.apply(folded, fold.apply(word));
            if (edits >= 0 && edits < least) {
                least = edits;
                nearest = Optional.of(word);
            }
        }
        return nearest;
    }
}
