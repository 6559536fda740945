package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Keys and values drawn at random, and what the indexes make of the values. */
final class Drawn {

    /** The indexes of a {@link Value}, in YAML. */
    static final String INDEXES = "indexes: { colour: .colour, weight: .weight, tag: '.tags[]' }";

    private static final int KEYS = 120;
    private static final String[] LETTERS = {"a", "b", "B", "ä", "/", "%", " ", "+", "\u007f", "\uffee", "😀"};
    private static final List<String> COLOURS = List.of("\"red\"", "\"green\"", "\"greenish\"", "\"ä\"", "7", "null");
    private static final List<String> TAGS = List.of("\"x\"", "\"y\"", "\"yy\"", "-1.5", "3", "40");

    /** How the keys of a view are written. */
    enum KeyKind {
        STRING("string"),
        INT("int"),
        LONG("long"),
        UUID("uuid");

        /** As it stands in the configuration. */
        final String type;

        KeyKind(String type) {
            this.type = type;
        }

        /** The order in which keys are read. */
        Comparator<String> order() {
            return switch (this) {
                case STRING -> Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned);
                case INT -> Comparator.comparing(Integer::valueOf);
                case LONG -> Comparator.comparing(Long::valueOf);
                case UUID -> Comparator.naturalOrder();
            };
        }

        /** A key in its text form, one of a hundred or so. */
        String draw(Random random) {
            int number = random.nextInt(KEYS);
            Random ofNumber = new Random(number);
            return switch (this) {
                case STRING -> word(ofNumber);
                case INT -> Integer.toString(number < KEYS / 2 ? number - KEYS / 4 : ofNumber.nextInt());
                case LONG -> Long.toString(number < KEYS / 2 ? number - KEYS / 4 : ofNumber.nextLong());
                case UUID -> new UUID(ofNumber.nextLong(), ofNumber.nextLong()).toString();
            };
        }

        /** As producers write it. */
        byte[] bytes(String key) {
            return switch (this) {
                case STRING, UUID -> key.getBytes(UTF_8);
                case INT ->
                    ByteBuffer.allocate(Integer.BYTES)
                            .putInt(Integer.parseInt(key))
                            .array();
                case LONG ->
                    ByteBuffer.allocate(Long.BYTES).putLong(Long.parseLong(key)).array();
            };
        }

        private static String word(Random random) {
            StringBuilder word = new StringBuilder();
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                word.append(LETTERS[random.nextInt(LETTERS.length)]);
            }
            return word.toString();
        }
    }

    /**
     * What an entry stands under in an index: numbers come before strings.
     *
     * @param number 0 for a string
     * @param text empty for a number
     */
    record Term(boolean isText, BigDecimal number, String text) implements Comparable<Term> {

        private static final Comparator<Term> ORDER = Comparator.comparing(Term::isText)
                .thenComparing(Term::number)
                .thenComparing(term -> term.text().getBytes(UTF_8), Arrays::compareUnsigned);

        /** Of a number or a string in JSON without escapes. */
        static Term of(String json) {
            boolean isText = json.startsWith("\"");
            return new Term(
                    isText,
                    isText ? BigDecimal.ZERO : new BigDecimal(json).stripTrailingZeros(),
                    isText ? json.substring(1, json.length() - 1) : "");
        }

        @Override
        public int compareTo(Term other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A value.
     *
     * @param colour a string mostly, or null
     * @param weight a number
     * @param tags no two of them equal
     */
    record Value(String colour, String weight, List<String> tags) {

        static Value draw(Random random) {
            return new Value(
                    Drawn.colour(random),
                    Drawn.weight(random),
                    TAGS.stream().filter(tag -> random.nextInt(3) == 0).toList());
        }

        String json() {
            return "{\"colour\":%s,\"weight\":%s,\"tags\":%s}".formatted(colour, weight, tags);
        }

        /** What it stands under in one of the {@link #INDEXES}. */
        List<Term> terms(String index) {
            return switch (index) {
                case "colour" -> colour.equals("null") ? List.of() : List.of(Term.of(colour));
                case "weight" -> List.of(Term.of(weight));
                default -> tags.stream().map(Term::of).toList();
            };
        }
    }

    private Drawn() {}

    static String colour(Random random) {
        return COLOURS.get(random.nextInt(COLOURS.size()));
    }

    static String tag(Random random) {
        return TAGS.get(random.nextInt(TAGS.size()));
    }

    /** An integer or a decimal, often one that was drawn before. */
    static String weight(Random random) {
        int halves = random.nextInt(81) - 40;
        return halves % 2 == 0 ? Integer.toString(halves / 2) : Double.toString(halves / 2.0);
    }
}
