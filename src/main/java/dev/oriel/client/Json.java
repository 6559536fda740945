package dev.oriel.client;

import java.util.ArrayList;
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
    }

    private final String text;
    private final Map<String, String> slices = new LinkedHashMap<>();
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads a text that is an object.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected where
     */
    static JsonObject parse(String text) {
        Json json = new Json(text);
        json.skipBlanks();
        Map<String, Object> values = json.object();
        json.skipBlanks();
        if (json.at < text.length()) {
            throw json.expected("the end");
        }
        return new JsonObject(values, json.slices);
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", Optional.empty());
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        enter('{');
        if (!take('}')) {
            do {
                skipBlanks();
                String name = string();
                skipBlanks();
                expect(':');
                skipBlanks();
                int start = at;
                members.put(name, value());
                if (depth == 1) {
                    slices.put(name, text.substring(start, at));
                }
                skipBlanks();
            } while (take(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        enter('[');
        if (!take(']')) {
            do {
                skipBlanks();
                items.add(value());
                skipBlanks();
            } while (take(','));
            expect(']');
        }
        depth--;
        return items;
    }

    private void enter(char bracket) {
        expect(bracket);
        if (++depth > MAX_DEPTH) {
            throw expected("at most " + MAX_DEPTH + " levels");
        }
        skipBlanks();
    }

    private String string() {
        expect('"');
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            plainCharacter();
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder string = new StringBuilder(text.substring(start, at));
        while (!take('"')) {
            string.append(take('\\') ? escaped() : plainCharacter());
        }
        return string.toString();
    }

    private char plainCharacter() {
        char c = peek();
        if (c < ' ') {
            throw expected("a character, or its escape");
        }
        at++;
        return c;
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> {
                at--;
                throw expected("an escape");
            }
        };
    }

    private char hexadecimal() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object literal(String name, Object value) {
        if (!text.startsWith(name, at)) {
            throw expected("a value");
        }
        at += name.length();
        return value;
    }

    private Object number() {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        boolean integer = true;
        if (take('.')) {
            digits();
            integer = false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits();
            integer = false;
        }
        String number = text.substring(start, at);
        try {
            return integer ? (Object) Long.valueOf(number) : Double.valueOf(number);
        } catch (NumberFormatException tooLong) {
            return Double.valueOf(number);
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw expected("a value");
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw expected("more");
        }
        return text.charAt(at);
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw expected("'" + c + "'");
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what + " at character " + at);
    }
}
