package dev.oriel.config;

import dev.oriel.config.KafkaSettings.Scope;
import dev.oriel.config.YamlMapping.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one view. */
final class ViewReader {

    static final List<String> SETTINGS = List.of(
            "table",
            "global",
            "key",
            "value",
            "version",
            "indexes",
            "partitioner",
            "store",
            "dead-letter",
            "availability",
            "generation",
            "kafka",
            "streams");
    private static final Map<String, String> LATER = Map.of(
            "fold", "table or global: this version of Oriel has no folds yet",
            "window", "table or global: this version of Oriel has no windows yet");
    private static final List<String> LATER_KINDS = List.of("fold", "window");

    private static final ScalarType<String> TOPIC = ScalarType.text(
            "a topic's name: letters, digits, '.', '-' and '_', at most 249 characters",
            Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}"));
    private static final ScalarType<KeyType> KEY =
            ScalarType.choice(KeyType.class, KeyType::configName).withAlias("integer", KeyType.INT.configName());
    private static final ScalarType<ValueType> VALUE = ScalarType.choice(ValueType.class, ValueType::configName);
    private static final ScalarType<PartitionerType> PARTITIONER =
            ScalarType.choice(PartitionerType.class, PartitionerType::configName);
    private static final ScalarType<StoreType> STORE = ScalarType.choice(StoreType.class, StoreType::configName);
    private static final ScalarType<ViewConfig.Availability> AVAILABILITY =
            ScalarType.choice(ViewConfig.Availability.class, ViewConfig.Availability::configName);
    private static final ScalarType<Integer> GENERATION =
            ScalarType.integer("an integer from 1 to 999999999", 1, 999_999_999);

    private final Problems problems;

    ViewReader(Problems problems) {
        this.problems = problems;
    }

    /** The view; empty if its source cannot be told. Whatever is wrong is reported. */
    Optional<ViewConfig> read(Entry entry) {
        if (!(entry.value() instanceof YamlMapping view)) {
            entry.value().refuse("a view, as { table: { topic: orders } }");
            return Optional.empty();
        }
        view.allowOnly(SETTINGS, LATER);
        Optional<ViewConfig.Kind> kind = kind(entry, view);
        Optional<String> topic = kind.flatMap(chosen -> topic(view, chosen));
        Optional<ValueType> value =
                view.get("value").isPresent() ? view.read("value", VALUE) : Optional.of(ValueType.JSON);
        VersionSource version = new VersionReader(value).read(view);
        List<IndexConfig> indexes = new IndexesReader(value).read(view.section("indexes"));
        KeyType key = view.read("key", KEY).orElse(KeyType.STRING);
        PartitionerType partitioner = view.read("partitioner", PARTITIONER).orElse(PartitionerType.MURMUR2);
        StoreType store = view.read("store", STORE).orElse(StoreType.ROCKSDB);
        Optional<String> deadLetter = view.read("dead-letter", TOPIC);
        ViewConfig.Availability availability =
                view.read("availability", AVAILABILITY).orElse(ViewConfig.Availability.OWNER);
        int generation = view.read("generation", GENERATION).orElse(1);
        Map<String, String> kafka = new KafkaSettingsReader(Scope.CLIENTS, problems).read(view.section("kafka"));
        Map<String, String> streams = new KafkaSettingsReader(Scope.STREAMS, problems).read(view.section("streams"));
        refuseOwnTopic(view, topic, deadLetter);
        return topic.map(source -> new ViewConfig(
                entry.name(),
                kind.orElseThrow(),
                source,
                key,
                value.orElse(ValueType.JSON),
                partitioner,
                store,
                version,
                indexes,
                deadLetter,
                availability,
                generation,
                kafka,
                streams));
    }

    private Optional<ViewConfig.Kind> kind(Entry entry, YamlMapping view) {
        List<ViewConfig.Kind> kinds = Stream.of(ViewConfig.Kind.values())
                .filter(kind -> view.has(kind.configName()))
                .toList();
        if (kinds.size() == 1) {
            return Optional.of(kinds.getFirst());
        }
        if (kinds.size() > 1) {
            problems.add(entry.position(), view.path(), "both table and global", "one of them");
        } else if (LATER_KINDS.stream().noneMatch(view::has)) {
            problems.add(
                    entry.position(),
                    view.path(),
                    "neither table nor global",
                    "one of them, as table: { topic: orders }");
        }
        return Optional.empty();
    }

    private Optional<String> topic(YamlMapping view, ViewConfig.Kind kind) {
        String word = kind.configName();
        YamlNode node = view.get(word).orElseThrow();
        if (!(node instanceof YamlMapping source)) {
            node.refuse("a mapping, as { topic: orders }");
            return Optional.empty();
        }
        source.allowOnly(List.of("topic"));
        if (!source.has("topic")) {
            problems.add(source.position(), source.path(), "no topic", "topic: and the name of a topic");
        }
        return source.read("topic", TOPIC);
    }

    private void refuseOwnTopic(YamlMapping view, Optional<String> topic, Optional<String> deadLetter) {
        if (deadLetter.isPresent() && deadLetter.equals(topic)) {
            YamlNode node = view.get("dead-letter").orElseThrow();
            problems.add(
                    node.position(),
                    node.path(),
                    "'" + deadLetter.get() + "'",
                    "another topic than the view's own: a record copied there would be read again");
        }
    }
}
