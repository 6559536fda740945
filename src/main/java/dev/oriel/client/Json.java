package dev.oriel.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON as RFC 8259 has it, nothing more lenient: one object, down to {@value #MAX_DEPTH} levels. Whoever hands in the text
 * has bounded its length.
 *
 * <p>Strings become {@code String}, integers that fit {@code Long}, other numbers {@code Double}, arrays {@code List}, objects
 * {@code Map} and {@code null} an empty {@code Optional}. Of two members of one name the last is kept.
 */
final class Json {

    /** How deep arrays and objects may be nested, the outermost object counted; the server's own reader has the same limit. */
    static final int MAX_DEPTH = 1_000;

    /**
     * An object.
     *
     * @param values the members as values
     * @param slices the members' values as they stand in the text
     */
    record JsonObject(Map<String, Object> values, Map<String, String> slices) {

        /** A member that is a string. */
        Optional<String> text(String name) {
            return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        /** A member that is an integer. */
        Optional<Long> integer(String name) {
            return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
        }

        /** A member that is true or false. */
        Optional<Boolean> truth(String name) {
            return values.get(name) instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
        }
    }

    private final String text;
    private final JsonScanner scan;
    private final Map<String, String> slices = new LinkedHashMap<>();
    private Map<String, Object> outermost = Map.of();
    private final Deque<Container> open = new ArrayDeque<>();

    private Json(String text) {
        this.text = text;
        scan = new JsonScanner(text);
    }

    /**
     * Reads a text that is an object.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected where
     */
    static JsonObject parse(String text) {
        Json json = new Json(text);
        json.scan.skipBlanks();
        if (json.scan.peek() != '{') {
            throw json.scan.expected("an object");
        }
        json.readValue();
        json.scan.skipBlanks();
        if (!json.scan.isAtEnd()) {
            throw json.scan.expected("the end");
        }
        return new JsonObject(json.outermost, json.slices);
    }

    /** A text as a JSON string. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Not by recursion: how deep a text nests must not depend on whose stack this is. */
    private void readValue() {
        while (true) {
            Optional<Object> whole = begin();
            while (whole.isPresent()) {
                Optional<Container> around = Optional.ofNullable(open.peek());
                if (around.isEmpty()) {
                    return;
                }
                around.get().add(whole.get());
                scan.skipBlanks();
                if (scan.take(',')) {
                    scan.skipBlanks();
                    around.get().beginItem();
                    break;
                }
                whole = Optional.of(end());
            }
        }
    }

    /** Reads a value, or the beginning of one that has items: then empty. */
    private Optional<Object> begin() {
        return switch (scan.peek()) {
            case '{' -> begin('{', new Members());
            case '[' -> begin('[', new Items());
            case '"' -> Optional.of(scan.string());
            case 't' -> scan.literal("true", true);
            case 'f' -> scan.literal("false", false);
            case 'n' -> scan.literal("null", Optional.empty());
            default -> Optional.of(scan.number());
        };
    }

    private Optional<Object> begin(char opening, Container container) {
        if (open.size() == MAX_DEPTH) {
            throw scan.expected("at most " + MAX_DEPTH + " levels");
        }
        scan.expect(opening);
        open.push(container);
        scan.skipBlanks();
        if (scan.peek() == container.bracket()) {
            return Optional.of(end());
        }
        container.beginItem();
        return Optional.empty();
    }

    private Object end() {
        Container container = open.pop();
        scan.expect(container.bracket());
        return container.value();
    }

    /** An object or array that has not ended yet. */
    private interface Container {

        /** Reads what stands before an item. */
        void beginItem();

        void add(Object item);

        char bracket();

        Object value();
    }

    private static final class Items implements Container {

        private final List<Object> items = new ArrayList<>();

        @Override
        public void beginItem() {
            // Nothing stands there.
        }

        @Override
        public void add(Object item) {
            items.add(item);
        }

        @Override
        public char bracket() {
            return ']';
        }

        @Override
        public Object value() {
            return items;
        }
    }

    private final class Members implements Container {

        private final Map<String, Object> members = new LinkedHashMap<>();
        private String name = "";
        private int start;

        @Override
        public void beginItem() {
            name = scan.string();
            scan.skipBlanks();
            scan.expect(':');
            scan.skipBlanks();
            start = scan.at();
        }

        @Override
        public void add(Object item) {
            members.put(name, item);
            if (open.size() == 1) {
                slices.put(name, text.substring(start, scan.at()));
            }
        }

        @Override
        public char bracket() {
            return '}';
        }

        @Override
        public Object value() {
            if (open.isEmpty()) {
                outermost = members;
            }
            return members;
        }
    }
}
