package dev.oriel.server;

import dev.oriel.server.Drawn.KeyKind;
import dev.oriel.server.Drawn.Term;
import dev.oriel.server.Drawn.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A question for a list, and which rows belong into the answer.
 *
 * @param kind of the view's keys
 * @param index the index that is read; nothing for the keys themselves
 * @param of the query of {@code /entries}, or what follows the name of the index
 * @param count the same question for {@code /count}
 * @param holds whether a row is asked for, by its term and key
 * @param descending whether the last come first
 */
record DrawnQuery(
        KeyKind kind,
        Optional<String> index,
        String of,
        String count,
        BiPredicate<Optional<Term>, String> holds,
        boolean descending) {

    /** A place in a list; without a term in one of keys. */
    record Row(Optional<Term> term, String key) {}

    static DrawnQuery draw(KeyKind kind, Random random) {
        boolean descending = random.nextBoolean();
        return switch (random.nextInt(5)) {
            case 0 -> byValue(kind, random, descending);
            case 1 -> byWeight(kind, random, descending);
            case 2 -> byText(kind, random, descending);
            case 3 -> new DrawnQuery(kind, Optional.of("tag"), "?", "index=tag", (term, key) -> true, descending);
            default -> ofKeys(kind, random, descending);
        };
    }

    private static DrawnQuery byValue(KeyKind kind, Random random, boolean descending) {
        String index = List.of("colour", "weight", "tag").get(random.nextInt(3));
        String value = switch (index) {
            case "colour" -> Drawn.colour(random);
            case "weight" -> Drawn.weight(random);
            default -> Drawn.tag(random);
        };
        // As a client writes it who does not think of types: a string without its quotes.
        String text = OrielClient.encode(value.replace("\"", ""));
        Predicate<Term> same = term -> !value.equals("null") && term.equals(Term.of(value));
        return new DrawnQuery(
                kind,
                Optional.of(index),
                "/" + text + "?",
                "index=" + index + "&value=" + text,
                (term, key) -> same.test(term.orElseThrow()),
                descending);
    }

    private static DrawnQuery byWeight(KeyKind kind, Random random, boolean descending) {
        String from = Drawn.weight(random);
        String to = Drawn.weight(random);
        String range = "from=" + from + "&to=" + to;
        return new DrawnQuery(
                kind,
                Optional.of("weight"),
                "?" + range,
                "index=weight&" + range,
                (term, key) -> term.orElseThrow().compareTo(Term.of(from)) >= 0
                        && term.orElseThrow().compareTo(Term.of(to)) < 0,
                descending);
    }

    private static DrawnQuery byText(KeyKind kind, Random random, boolean descending) {
        boolean colour = random.nextBoolean();
        String index = colour ? "colour" : "tag";
        String prefix = colour ? "green" : "y";
        return new DrawnQuery(
                kind,
                Optional.of(index),
                "?prefix=" + prefix,
                "index=" + index + "&prefix=" + prefix,
                (term, key) -> term.orElseThrow().text().startsWith(prefix),
                descending);
    }

    private static DrawnQuery ofKeys(KeyKind kind, Random random, boolean descending) {
        Comparator<String> order = kind.order();
        String from = kind.draw(random);
        String to = kind.draw(random);
        int sort = random.nextInt(kind == KeyKind.STRING ? 5 : 4);
        String start = from.substring(0, from.offsetByCodePoints(0, 1));
        String query = switch (sort) {
            case 0 -> "";
            case 1 -> "from=" + OrielClient.encode(from);
            case 2 -> "to=" + OrielClient.encode(to);
            case 3 -> "from=" + OrielClient.encode(from) + "&to=" + OrielClient.encode(to);
            default -> "prefix=" + OrielClient.encode(start);
        };
        Predicate<String> holds = key -> switch (sort) {
            case 0 -> true;
            case 1 -> order.compare(key, from) >= 0;
            case 2 -> order.compare(key, to) < 0;
            case 3 -> order.compare(key, from) >= 0 && order.compare(key, to) < 0;
            default -> key.startsWith(start);
        };
        return new DrawnQuery(kind, Optional.empty(), "?" + query, query, (term, key) -> holds.test(key), descending);
    }

    /** The path of the first page. */
    String path(String view, int limit, String after) {
        String list = index.map(name -> "indexes/" + name).orElse("entries");
        return "/v1/views/" + view + "/" + list + of + (of.endsWith("?") ? "" : "&") + "limit=" + limit
                + (descending ? "&order=desc" : "") + after;
    }

    /** The path of the number of rows. */
    String countPath(String view) {
        return "/v1/views/" + view + "/count?" + count;
    }

    /** Where an entry stands in the answer, in ascending order. */
    List<Row> rows(String key, Value value) {
        List<Optional<Term>> terms = index.isEmpty()
                ? List.of(Optional.empty())
                : value.terms(index.get()).stream().map(Optional::of).toList();
        return terms.stream()
                .filter(term -> holds.test(term, key))
                .map(term -> new Row(term, key))
                .sorted(ascending())
                .toList();
    }

    private Comparator<Row> ascending() {
        Comparator<Row> byTerm = Comparator.comparing(row -> row.term().orElse(Term.of("0")));
        return byTerm.thenComparing(Row::key, kind.order());
    }

    /** The order of the answer. */
    Comparator<Row> order() {
        return descending ? ascending().reversed() : ascending();
    }
}
