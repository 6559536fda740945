package dev.oriel.config;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Judges jq expressions. jackson-jq finds syntax errors when it compiles, but misspelt functions and variables only
 * when it meets them, so an expression is also tried on {@code null}, up to its first output. One that
 * never ends on {@code null} does not end here either.
 */
final class JqExpression {

    private static final Version VERSION = Versions.JQ_1_7;
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Pattern TOKEN = Pattern.compile("Encountered:? [\" ]*([^\"]+?) *\".*", Pattern.DOTALL);
    private static final Pattern UNDEFINED = Pattern.compile(
            "(?:Function (?=\\S+ does not exist)|(?=\\$\\S+ is not defined)|module not found: )([^\\s/]+).*");

    private JqExpression() {}

    /**
     * What is wrong with an expression.
     *
     * @param offset where in its text
     * @param reason in jackson-jq's terms
     */
    record Fault(int offset, String reason) {}

    static Optional<Fault> faultOf(String text) {
        try {
            JsonQuery query = JsonQuery.compile(text, VERSION);
            return undefinedIn(query, text);
        } catch (JsonQueryException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = String.valueOf(cause.getMessage());
            return Optional.of(new Fault(offset(message, text), reason(message)));
        }
    }

    private static Optional<Fault> undefinedIn(JsonQuery query, String text) {
        try {
            query.apply(Scope.newChildScope(Builtins.SCOPE), NullNode.getInstance(), value -> {
                throw new FirstOutput();
            });
        } catch (FirstOutput e) {
            return Optional.empty();
        } catch (JsonQueryException e) {
            Matcher undefined = UNDEFINED.matcher(String.valueOf(e.getMessage()));
            return undefined.matches()
                    ? Optional.of(new Fault(Math.max(0, text.indexOf(undefined.group(1))), undefined.group()))
                    : Optional.empty();
        } catch (StackOverflowError e) {
            return Optional.of(new Fault(0, "it calls itself without end"));
        }
        return Optional.empty();
    }

    private static String reason(String message) {
        Matcher token = TOKEN.matcher(message);
        if (!token.matches()) {
            return message.lines().findFirst().orElse("");
        }
        return token.group(1).equals("<EOF>") ? "it ends too early" : "'" + token.group(1) + "' does not fit there";
    }

    private static int offset(String message, String text) {
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return 0;
        }
        int line = Integer.parseInt(place.group(1));
        int column = Integer.parseInt(place.group(2));
        int start = 0;
        for (int passed = 1; passed < line; passed++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.clamp(start + column - 1L, 0, text.length());
    }

    /** Ends the trial of an expression that has shown that it works. */
    private static final class FirstOutput extends RuntimeException {

        FirstOutput() {
            super("first output", null, false, false);
        }
    }

    /** The functions every expression may call, loaded when the first expression is judged. */
    private static final class Builtins {

        static final Scope SCOPE = load();

        private static Scope load() {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(VERSION, scope);
            return scope;
        }
    }
}
