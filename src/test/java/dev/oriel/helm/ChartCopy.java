package dev.oriel.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** A copy of the chart in which something is different. */
final class ChartCopy {

    private final Path folder;

    /** Copies the chart into a folder, which has to be empty. */
    ChartCopy(Path folder) throws IOException {
        this.folder = folder;
        Path original = Chart.RELEASED.folder();
        try (Stream<Path> all = Files.walk(original)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                write(original.relativize(each).toString(), Files.readString(each));
            }
        }
    }

    /** Puts a file into it, in place of what may be there. */
    ChartCopy write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        return this;
    }

    /** Takes the files out of a folder of it. */
    ChartCopy without(String path) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(path))) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
        return this;
    }

    /** Makes the pod that tests an ordinary one, for Helm does not render what only hooks make. */
    ChartCopy withTestPod() throws IOException {
        String path = "templates/tests/views.yaml";
        String template = Files.readString(folder.resolve(path));
        return write(path, template.replace("helm.sh/hook: test", "example.com/hook: test"));
    }

    /** Makes one of the chart's value sets its default, for what takes no other values. */
    ChartCopy withDefaults(String valueSet) throws IOException {
        JsonNode defaults = Yaml.read(Files.readString(folder.resolve("values.yaml")));
        JsonNode over = Yaml.read(Files.readString(Chart.valueSet(valueSet)));
        JsonNode merged = Yaml.JSON.readerForUpdating(defaults).readValue(over);
        return write("values.yaml", merged.toString());
    }

    /** The chart that it is now. */
    Chart chart() {
        return new Chart(folder);
    }
}
