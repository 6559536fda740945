package dev.oriel.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into text: <code>${NAME}</code>, or <code>${NAME:-default}</code> for one that is unset or
 * empty. A doubled dollar sign before the brace keeps the reference as it is. So does a colon without a dash, as in
 * <code>${file:/etc/secrets:password}</code>, which Kafka's config providers resolve.
 */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern CONFIG_PROVIDER = Pattern.compile("[A-Za-z0-9_]+:[^-].*", Pattern.DOTALL);

    private final Function<String, Optional<String>> lookup;

    Environment(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /** What becomes of a text. */
    sealed interface Expansion {

        /** The text with every reference replaced. */
        record Expanded(String text) implements Expansion {}

        /**
         * A reference that cannot be replaced.
         *
         * @param offset where in the text it starts
         */
        record Failed(int offset, String found, String expected) implements Expansion {}
    }

    Expansion expand(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            switch (replacement(matcher)) {
                case Expansion.Expanded replacement ->
                    matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement.text()));
                case Expansion.Failed failed -> {
                    return failed;
                }
            }
        }
        return new Expansion.Expanded(matcher.appendTail(expanded).toString());
    }

    private Expansion replacement(Matcher reference) {
        String whole = reference.group();
        if (whole.equals("$${")) {
            return new Expansion.Expanded("${");
        }
        String body = reference.group(1);
        Matcher variable = VARIABLE.matcher(body);
        if (reference.group(2).isEmpty() || !variable.matches()) {
            return CONFIG_PROVIDER.matcher(body).matches()
                    ? new Expansion.Expanded(whole)
                    : new Expansion.Failed(
                            reference.start(), "'" + whole + "'", "${NAME} or ${NAME:-default}, or $${ for a plain ${");
        }
        String name = variable.group(1);
        Optional<String> byDefault = Optional.ofNullable(variable.group(2));
        return lookup.apply(name)
                .filter(value -> byDefault.isEmpty() || !value.isEmpty())
                .or(() -> byDefault)
                .<Expansion>map(Expansion.Expanded::new)
                .orElseGet(() -> new Expansion.Failed(
                        reference.start(),
                        "'" + whole + "'",
                        "the environment variable " + name + " to be set, or ${" + name + ":-default}"));
    }
}
