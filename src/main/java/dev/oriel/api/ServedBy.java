package dev.oriel.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which replica answered: the content of {@code Oriel-Served-By}, an RFC 9651 structured field.
 *
 * @param instance the instance's name, printable ASCII
 * @param role the replica's role
 * @param hops 0 when the instance that was asked answered itself, 1 when it asked another
 * @param staleMillis how far behind the source the replica is at most, in milliseconds; empty when that is not known
 */
public record ServedBy(String instance, Role role, int hops, OptionalLong staleMillis) {

    /** How many characters {@link #parse} reads at most. */
    public static final int MAX_LENGTH = 1_000;

    private static final String FORM = "a string with role and hops, for example \"oriel-1\";role=active;hops=1";

    // Written so that a quoted string is matched without backtracking.
    private static final String QUOTED = "\"([ !#-\\[\\]-~]*+(?:\\\\[\"\\\\][ !#-\\[\\]-~]*+)*+)\"";
    private static final Pattern NAME = Pattern.compile(QUOTED);
    private static final Pattern PARAMETER =
            Pattern.compile("; *([a-z*][a-z0-9_.*-]*+)(?:=(" + QUOTED + "|[^;,\" ]++))?");

    public ServedBy {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(staleMillis, "staleMillis");
    }

    /**
     * Reads the field's value. Parameters of other names are passed over: later versions may add some.
     *
     * @throws IllegalArgumentException if it is none, or longer than {@value #MAX_LENGTH} characters; the message says what
     *     was expected
     */
    public static ServedBy parse(String text) {
        Matcher name = NAME.matcher(text);
        if (text.length() > MAX_LENGTH || !name.lookingAt()) {
            throw new IllegalArgumentException("expected " + FORM);
        }
        Map<String, String> parameters = parameters(text, name.end());
        try {
            return new ServedBy(
                    name.group(1).replaceAll("\\\\(.)", "$1"),
                    Optional.ofNullable(parameters.get("role"))
                            .flatMap(Role::ofWireName)
                            .orElseThrow(() -> new IllegalArgumentException("expected a role in " + FORM)),
                    Integer.parseInt(parameters.getOrDefault("hops", "")),
                    parameters.containsKey("stale-ms")
                            ? OptionalLong.of(Long.parseLong(parameters.getOrDefault("stale-ms", "")))
                            : OptionalLong.empty());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected numbers of hops and milliseconds in " + FORM, e);
        }
    }

    private static Map<String, String> parameters(String text, int from) {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        int at = from;
        while (at < text.length()) {
            if (!parameter.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException("expected " + FORM);
            }
            parameters.put(
                    parameter.group(1), Optional.ofNullable(parameter.group(2)).orElse(""));
            at = parameter.end();
        }
        return parameters;
    }

    /** The field's value, for example {@code "oriel-1";role=active;hops=1;stale-ms=0}. */
    @Override
    public String toString() {
        StringBuilder field = new StringBuilder(64).append('"');
        for (int i = 0; i < instance.length(); i++) {
            char c = instance.charAt(i);
            if (c == '"' || c == '\\') {
                field.append('\\');
            }
            field.append(c);
        }
        field.append("\";role=").append(role.wireName()).append(";hops=").append(hops);
        staleMillis.ifPresent(millis -> field.append(";stale-ms=").append(millis));
        return field.toString();
    }
}
