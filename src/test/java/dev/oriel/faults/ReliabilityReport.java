package dev.oriel.faults;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.process.BenchReport;
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
import java.util.Optional;

/** The rows of a pass, as Markdown for people and as JSON. Written anew after each row, so that a pass that is cut short has told. */
final class ReliabilityReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_RUN = "not run";

    private final Path markdown;
    private final Path json;
    private final String command;
    private final String note;
    private final String date = LocalDate.now(ZoneOffset.UTC).toString();
    private final FaultRun.Settings settings;
    private final Map<Subject, Map<Fault, Row>> rows = new LinkedHashMap<>();

    /**
     * A report without rows.
     *
     * @param folder the documentation's
     * @param note what else a reader should know of how it was measured; may be empty
     * @param keep whether rows that are not run now are taken over from an earlier pass of the same day
     */
    ReliabilityReport(Path folder, String command, String note, FaultRun.Settings settings, boolean keep) {
        this.markdown = folder.resolve("reliability.md");
        this.json = folder.resolve("benchmarks").resolve(date + "-faults.json");
        this.command = command;
        this.note = keep
                ? ("Rows are of several passes of the day, the command is that of the last. " + note).strip()
                : note;
        this.settings = settings;
        for (Subject subject : Subject.values()) {
            rows.put(subject, new LinkedHashMap<>());
            for (Fault fault : Fault.values()) {
                rows.get(subject).put(fault, Row.notRun(subject, fault, NOT_RUN));
            }
        }
        if (keep && Files.exists(json)) {
            takeOver();
        }
    }

    private void takeOver() {
        try {
            for (JsonNode each : JSON.readTree(json.toFile()).path("rows")) {
                Map<String, Object> figures = JSON.convertValue(each, new TypeReference<>() {});
                Subject subject = Subject.valueOf(each.path("subject").asText());
                Fault fault = Fault.of(each.path("fault").asText());
                figures.keySet().removeAll(List.of("subject", "fault"));
                put(new Row(subject, fault, figures));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a row in the place of the one there was, without writing it. */
    void put(Row row) {
        Optional.ofNullable(rows.get(row.subject())).ifPresent(ofSubject -> ofSubject.put(row.fault(), row));
    }

    /** Writes both files. */
    void write() {
        try {
            Files.createDirectories(markdown.resolveSibling("benchmarks"));
            Files.writeString(markdown, ReliabilityText.of(this));
            Files.write(json, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (Row row : rows(subject)) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("subject", subject.name());
                each.put("fault", row.fault().id());
                each.putAll(row.figures());
                all.add(each);
            }
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("benchmark", "faults");
        whole.put("date", date);
        whole.put("machine", BenchReport.machine());
        whole.put("commit", BenchReport.commit());
        whole.put("command", command);
        whole.put("note", note);
        whole.put("rate", settings.rate());
        whole.put("faultSeconds", settings.time().toSeconds());
        whole.put("rows", all);
        return whole;
    }

    String command() {
        return command;
    }

    String note() {
        return note;
    }

    String date() {
        return date;
    }

    FaultRun.Settings settings() {
        return settings;
    }

    /** One for each fault, also for those that were not run. */
    List<Row> rows(Subject subject) {
        return List.copyOf(rows.getOrDefault(subject, Map.of()).values());
    }
}
