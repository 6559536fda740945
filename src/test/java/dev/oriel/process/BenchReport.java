package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of one benchmark, written as dated Markdown and JSON with how they came about. */
public final class BenchReport {

    private static final Path FOLDER = Path.of(System.getProperty("bench.folder", "target/benchmarks"));

    /** One line of the table. */
    public record Row(String title, List<String> cells) {}

    private final String name;
    private final String title;
    private final String method;
    private final String command;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param name of its files, after the date
     * @param method how the figures come about
     * @param command by which to get them again, without the settings of this run
     * @param columns the first names the rows
     */
    public BenchReport(String name, String title, String method, String command, List<String> columns) {
        this.name = name;
        this.title = title;
        this.method = method;
        this.command = command + settings();
        this.columns = columns;
    }

    /** What this run was told beside. */
    private static String settings() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("bench.") && !name.equals("bench.folder"))
                .sorted()
                .map(name -> " -D" + name + "=" + System.getProperty(name))
                .collect(Collectors.joining());
    }

    /** One more line. */
    public void add(Row row) {
        rows.add(row);
    }

    /** Writes both files and shows the table. */
    @SuppressWarnings("SystemOut")
    public void write() {
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(date + "-" + name + ".md"), markdown(date));
            Files.write(
                    FOLDER.resolve(date + "-" + name + ".json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json(date)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(markdown(date));
    }

    private String markdown(String date) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n" + method + "\n\n");
        text.append("| ").append(String.join(" | ", columns)).append(" |\n");
        text.append("|---".repeat(columns.size())).append("|\n");
        for (Row row : rows) {
            text.append("| ").append(row.title()).append(" | ");
            text.append(String.join(" | ", row.cells())).append(" |\n");
        }
        text.append("\n").append(date).append(", ").append(machine());
        text.append(", commit ")
                .append(commit())
                .append(".\n\n    ")
                .append(command)
                .append("\n");
        return text.toString();
    }

    private Map<String, Object> json(String date) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", name);
        json.put("date", date);
        json.put("machine", machine());
        json.put("commit", commit());
        json.put("command", command);
        json.put("method", method);
        json.put(
                "rows",
                rows.stream()
                        .map(row -> {
                            Map<String, String> cells = new LinkedHashMap<>();
                            cells.put(columns.getFirst(), row.title());
                            for (int i = 0; i < row.cells().size(); i++) {
                                cells.put(columns.get(i + 1), row.cells().get(i));
                            }
                            return cells;
                        })
                        .collect(Collectors.toList()));
        return json;
    }

    /** What it was measured on. */
    public static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + ", Java "
                + System.getProperty("java.version");
    }

    /** What was measured. */
    public static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            return new String(git.getInputStream().readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
