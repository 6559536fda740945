package dev.oriel.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Judges the value of a known Kafka setting by Kafka's own definition, without loading any class it may name. */
final class KafkaValue {

    private static final Set<ConfigDef.Type> JUDGED = Set.of(
            ConfigDef.Type.BOOLEAN,
            ConfigDef.Type.SHORT,
            ConfigDef.Type.INT,
            ConfigDef.Type.LONG,
            ConfigDef.Type.DOUBLE,
            ConfigDef.Type.STRING);

    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final Pattern LISTED = Pattern.compile("(?:\\(case insensitive\\) )?\\[(.+)]");
    private static final Pattern SEPARATOR = Pattern.compile(", ");

    private KafkaValue() {}

    /**
     * What is wrong with a value.
     *
     * @param expected what Kafka takes
     * @param suggestion what was probably meant
     */
    record Fault(String expected, Optional<String> suggestion) {}

    /** What is wrong with a value; empty if nothing is, or if only Kafka itself can tell. */
    static Optional<Fault> faultOf(ConfigKey key, String value) {
        if (key.name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            return Addresses.isListOfBrokers(value)
                    ? Optional.empty()
                    : Optional.of(new Fault("addresses as host:port, separated by commas", Optional.empty()));
        }
        if (!JUDGED.contains(key.type) || value.contains("${")) {
            return Optional.empty();
        }
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (org.apache.kafka.common.config.ConfigException e) {
            return Optional.of(new Fault(expected(key), suggestion(key, value)));
        }
    }

    private static String expected(ConfigKey key) {
        String range = key.validator instanceof ConfigDef.Range bounds ? " in " + bounds : "";
        return switch (key.type) {
            case BOOLEAN -> "true or false";
            case SHORT, INT, LONG -> (isOfTime(key) ? "milliseconds as an integer" : "an integer") + range;
            case DOUBLE -> "a number" + range;
            default -> words(key).isEmpty() ? "a " + key.validator : "one of " + String.join(", ", words(key));
        };
    }

    private static Optional<String> suggestion(ConfigKey key, String value) {
        if (NUMBER.matcher(value).matches()) {
            return Optional.empty();
        }
        if (isOfTime(key)) {
            return Durations.parse(value).map(duration -> Long.toString(duration.toMillis()));
        }
        if (key.name.endsWith(".bytes")) {
            return ByteSizes.parse(value).map(bytes -> Long.toString(bytes));
        }
        return Suggestions.closest(value, words(key));
    }

    private static boolean isOfTime(ConfigKey key) {
        return key.name.endsWith(".ms");
    }

    /** The words a setting is limited to; Kafka tells them in no other way than as {@code [one, two]}. */
    private static List<String> words(ConfigKey key) {
        var listed = LISTED.matcher(String.valueOf(key.validator));
        return key.type == ConfigDef.Type.STRING && listed.matches()
                ? List.of(SEPARATOR.split(listed.group(1)))
                : List.of();
    }
}
