package dev.oriel.client;

import java.util.Optional;
import java.util.function.Consumer;

/** Takes a JSON text apart: its strings, numbers, names and punctuation, from the first character to the last. */
final class JsonScanner {

    private final String text;
    private int at;

    JsonScanner(String text) {
        this.text = text;
    }

    /** How many characters have been read. */
    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    String string() {
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

    Optional<Object> literal(String name, Object value) {
        if (!text.startsWith(name, at)) {
            throw expected("a value");
        }
        at += name.length();
        return Optional.of(value);
    }

    Object number() {
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

    /** An object. Each member is read by a function, which is given the name and reads the value. */
    void members(Consumer<String> each) {
        list('{', '}', () -> {
            String name = string();
            skipBlanks();
            expect(':');
            skipBlanks();
            each.accept(name);
        });
    }

    /** An array. Each item is read by a function. */
    void items(Runnable each) {
        list('[', ']', each);
    }

    private void list(char opening, char closing, Runnable each) {
        expect(opening);
        skipBlanks();
        if (take(closing)) {
            return;
        }
        do {
            skipBlanks();
            each.run();
            skipBlanks();
        } while (take(','));
        expect(closing);
    }

    /** A value as it stands: its end is found, but what is in it not looked at. */
    String value() {
        int start = at;
        switch (peek()) {
            case '"' -> skipString();
            case '{', '[' -> skipBrackets();
            default -> skipScalar();
        }
        return text.substring(start, at);
    }

    private void skipString() {
        expect('"');
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Not by recursion: how deep a text nests must not depend on whose stack this is. */
    private void skipBrackets() {
        int depth = 0;
        do {
            switch (peek()) {
                case '"' -> skipString();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
    }

    private void skipScalar() {
        int start = at;
        while (at < text.length() && "{}[]:,\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw expected("a value");
        }
    }

    void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    char peek() {
        if (at >= text.length()) {
            throw expected("more");
        }
        return text.charAt(at);
    }

    boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    void expect(char c) {
        if (!take(c)) {
            throw expected("'" + c + "'");
        }
    }

    IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what + " at character " + at);
    }
}
