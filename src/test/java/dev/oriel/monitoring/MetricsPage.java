package dev.oriel.monitoring;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Oriel's own metrics: as {@code docs/metrics.md} has them, and as an instance tells them. */
public final class MetricsPage {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(oriel_\\w+)` \\| (counter|gauge|histogram) \\|([^|]*)\\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (oriel_\\w+) (\\w+)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(oriel_\\w+?)(?:_bucket|_sum|_count)?\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** What is known of a metric beside its meaning. */
    public record Metric(String type, Set<String> labels) {}

    private MetricsPage() {}

    /** As the page has them, by name. */
    public static Map<String, Metric> documented() {
        String page = Monitoring.text(Monitoring.PROJECT.resolve("docs/metrics.md"));
        return ROW.matcher(page)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> new Metric(row.group(2), words(row.group(3))),
                        (one, other) -> {
                            throw new AssertionError("twice in docs/metrics.md: " + one);
                        },
                        TreeMap::new));
    }

    /** As an instance tells them, by name. The largest of each timer's latest times goes without saying. */
    public static Map<String, Metric> told(String metrics) {
        Map<String, Set<String>> labels = labels(metrics);
        Map<String, Metric> told = new TreeMap<>();
        TYPE.matcher(metrics)
                .results()
                .filter(type -> !type.group(1).endsWith("_seconds_max"))
                .forEach(type -> told.put(
                        type.group(1), new Metric(type.group(2), labels.getOrDefault(type.group(1), Set.of()))));
        return told;
    }

    private static Map<String, Set<String>> labels(String metrics) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher samples = SAMPLE.matcher(metrics);
        while (samples.find()) {
            Set<String> names = LABEL.matcher(samples.group(2))
                    .results()
                    .map(label -> label.group(1))
                    .filter(name -> !name.equals("le"))
                    .collect(Collectors.toCollection(TreeSet::new));
            labels.computeIfAbsent(samples.group(1), name -> new TreeSet<>()).addAll(names);
        }
        return labels;
    }

    private static Set<String> words(String cell) {
        return Arrays.stream(cell.split(",", -1))
                .map(word -> word.strip().replace("`", ""))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
