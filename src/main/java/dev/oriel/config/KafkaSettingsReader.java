package dev.oriel.config;

import static java.util.stream.Collectors.joining;

import dev.oriel.config.KafkaSettings.Scope;
import dev.oriel.config.YamlMapping.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Reads a group of settings that are passed on to Kafka. Names Kafka does not know pass too, since plug-ins bring
 * their own, unless they look like a misspelling of one it knows.
 */
final class KafkaSettingsReader {

    private static final String VALUE = "a text, a number, true, false or a list of texts; "
            + "the dots of a setting's name stay in the name, as bootstrap.servers: kafka:9092";

    private final Scope scope;
    private final Problems problems;

    KafkaSettingsReader(Scope scope, Problems problems) {
        this.scope = scope;
        this.problems = problems;
    }

    Map<String, String> read(YamlMapping settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Entry entry : settings.entries().values()) {
            if (allows(entry, settings.path())) {
                value(entry).ifPresent(value -> {
                    judge(entry, value);
                    values.put(entry.name(), value);
                });
            }
        }
        return values;
    }

    private boolean allows(Entry entry, String path) {
        String name = entry.name();
        String found = "'" + name + "'";
        Optional<String> instead =
                OwnedSettings.insteadOf(KafkaSettings.withoutPrefix(name)).or(() -> otherPlace(name));
        if (instead.isPresent()) {
            problems.add(entry.position(), path, found, instead.get());
            return false;
        }
        Optional<String> meant = KafkaSettings.nearMiss(name);
        if (meant.isPresent()) {
            problems.add(entry.position(), path, found, "a setting that Kafka knows", meant);
            return false;
        }
        return true;
    }

    private Optional<String> otherPlace(String name) {
        if (scope == Scope.CLIENTS && KafkaSettings.isOfStreamsAlone(name)) {
            return Optional.of("it under streams: it is a setting of Kafka Streams");
        }
        if (scope == Scope.STREAMS && name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            return Optional.of("it under kafka: every client needs it");
        }
        return Optional.empty();
    }

    private static Optional<String> value(Entry entry) {
        YamlNode node = entry.value();
        if (node instanceof YamlScalar scalar && isPlain(scalar)) {
            return scalar.text();
        }
        if (node instanceof YamlList list && !list.elements().isEmpty()) {
            return joined(list);
        }
        node.refuse(VALUE);
        return Optional.empty();
    }

    private static Optional<String> joined(YamlList list) {
        List<Optional<String>> texts = list.elements().stream()
                .map(element -> {
                    if (element instanceof YamlScalar scalar && isPlain(scalar)) {
                        return scalar.text();
                    }
                    element.refuse("a text");
                    return Optional.<String>empty();
                })
                .toList();
        return texts.stream().allMatch(Optional::isPresent)
                ? Optional.of(texts.stream().flatMap(Optional::stream).collect(joining(",")))
                : Optional.empty();
    }

    private static boolean isPlain(YamlScalar scalar) {
        return switch (scalar.form()) {
            case TEXT, INTEGER, DECIMAL, BOOLEAN -> true;
            case NOTHING, TAGGED -> false;
        };
    }

    private void judge(Entry entry, String value) {
        YamlNode node = entry.value();
        String name = entry.name();
        Optional<String> refusal = OwnedSettings.refusalOf(KafkaSettings.withoutPrefix(name), value);
        if (refusal.isPresent()) {
            problems.add(node.position(), node.path(), "'" + value + "'", refusal.get());
            return;
        }
        KafkaSettings.find(scope, name)
                .flatMap(key -> KafkaValue.faultOf(key, value))
                .ifPresent(fault -> problems.add(
                        node.position(), node.path(), "'" + value + "'", fault.expected(), fault.suggestion()));
    }
}
