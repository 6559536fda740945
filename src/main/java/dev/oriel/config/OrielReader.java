package dev.oriel.config;

import dev.oriel.config.KafkaSettings.Scope;
import dev.oriel.config.YamlMapping.Entry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;

/** Reads the whole document. */
final class OrielReader {

    static final List<String> SETTINGS = List.of(
            "application-id",
            "server",
            "kafka",
            "streams",
            "state-dir",
            "memory",
            "reads",
            "watches",
            "tracing",
            "views");

    static final List<String> MEMORY_SETTINGS = List.of("rocksdb", "hot-entries");
    static final List<String> WATCHES_SETTINGS = List.of("max", "heartbeat", "history");
    static final List<String> TRACING_SETTINGS = List.of("endpoint", "sample");

    private static final ScalarType<String> APPLICATION_ID = ScalarType.text(
            "a name of letters, digits, '.', '-' and '_', at most 100 characters",
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"));
    private static final ScalarType<Path> PATH = ScalarType.text("the path of a folder", OrielReader::path);
    private static final ScalarType<Long> ROCKSDB_MEMORY = ByteSizes.atLeast("16MiB");
    private static final ScalarType<Long> HOT_ENTRIES = ByteSizes.atLeast("0B");
    private static final ScalarType<Integer> MAX_WATCHES =
            ScalarType.integer("an integer from 1 to 1000000", 1, 1_000_000);
    private static final ScalarType<Duration> HEARTBEAT =
            Durations.between(Duration.ofMillis(100), Duration.ofMinutes(1));
    private static final ScalarType<Long> HISTORY = ByteSizes.atLeast("1kB");
    private static final ScalarType<Double> SAMPLE = ScalarType.fraction();
    private static final Pattern VIEW_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?");

    private final Path folder;
    private final String machine;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param folder the file's, where relative paths start
     * @param machine the machine's host name
     */
    OrielReader(Path folder, String machine, Problems problems) {
        this.folder = folder;
        this.machine = machine;
        this.problems = problems;
    }

    /** The configuration as far as it can be told; it is complete unless something was reported. */
    OrielConfig read(YamlMapping root) {
        root.allowOnly(SETTINGS);
        return new OrielConfig(
                root.read("application-id", APPLICATION_ID).orElse("oriel"),
                new ServerReader(machine).read(root.section("server")),
                kafka(root),
                new KafkaSettingsReader(Scope.STREAMS, problems).read(root.section("streams")),
                folder.resolve(root.read("state-dir", PATH).orElse(Path.of("oriel-state")))
                        .normalize(),
                memory(root.section("memory")),
                ReadsReader.read(root.section("reads")),
                watches(root.section("watches")),
                tracing(root.section("tracing")),
                views(root));
    }

    private static MemoryConfig memory(YamlMapping memory) {
        memory.allowOnly(MEMORY_SETTINGS);
        return new MemoryConfig(
                memory.read("rocksdb", ROCKSDB_MEMORY).orElse(MemoryConfig.DEFAULT.rocksdb()),
                memory.read("hot-entries", HOT_ENTRIES).orElse(MemoryConfig.DEFAULT.hotEntries()));
    }

    private static WatchesConfig watches(YamlMapping watches) {
        watches.allowOnly(WATCHES_SETTINGS);
        return new WatchesConfig(
                watches.read("max", MAX_WATCHES).orElse(WatchesConfig.DEFAULT.max()),
                watches.read("heartbeat", HEARTBEAT).orElse(WatchesConfig.DEFAULT.heartbeat()),
                watches.read("history", HISTORY).orElse(WatchesConfig.DEFAULT.history()));
    }

    private static TracingConfig tracing(YamlMapping tracing) {
        tracing.allowOnly(TRACING_SETTINGS);
        return new TracingConfig(
                tracing.read("endpoint", Addresses.publicUrl()),
                tracing.read("sample", SAMPLE).orElse(TracingConfig.OFF.sample()));
    }

    private Map<String, String> kafka(YamlMapping root) {
        return root.sectionIfReadable("kafka").map(this::kafkaSettings).orElse(Map.of());
    }

    private Map<String, String> kafkaSettings(YamlMapping kafka) {
        if (!kafka.has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            problems.add(
                    kafka.position(),
                    kafka.path(),
                    "no bootstrap.servers",
                    "bootstrap.servers: and brokers as host:port");
        }
        return new KafkaSettingsReader(Scope.CLIENTS, problems).read(kafka);
    }

    private List<ViewConfig> views(YamlMapping root) {
        return root.sectionIfReadable("views").map(this::declaredViews).orElse(List.of());
    }

    private List<ViewConfig> declaredViews(YamlMapping views) {
        if (views.entries().isEmpty()) {
            problems.add(views.position(), "views", "no view", "at least one, as orders: { table: { topic: orders } }");
        }
        refuseBadNames(views);
        ViewReader reader = new ViewReader(problems);
        return views.entries().values().stream()
                .map(reader::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private void refuseBadNames(YamlMapping views) {
        Map<String, Entry> lowerCase = new HashMap<>();
        for (Entry entry : views.entries().values()) {
            String name = entry.name();
            String lower = name.toLowerCase(Locale.ROOT);
            Entry earlier = lowerCase.putIfAbsent(lower, entry);
            if (earlier != null) {
                String expected = "another name than '%s' of line %d in other letters"
                        .formatted(earlier.name(), earlier.position().line());
                problems.add(entry.position(), "views", "'" + name + "'", expected);
            } else if (!VIEW_NAME.matcher(name).matches()) {
                problems.add(
                        entry.position(),
                        "views",
                        "'" + name + "'",
                        "a name of a-z and 0-9, with '-' and '_' within, at most 64 characters",
                        Optional.of(lower).filter(VIEW_NAME.asMatchPredicate()));
            }
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
