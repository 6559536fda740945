package dev.oriel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A dashboard of the chart.
 *
 * @param name of its file
 * @param json as Grafana reads it
 */
public record Dashboard(String name, JsonNode json) {

    /**
     * What a panel shows.
     *
     * @param panel the panel's title
     * @param json as Grafana reads it
     */
    public record Target(String panel, JsonNode json) {}

    /** All there are, by name. */
    public static List<Dashboard> all() {
        return Monitoring.files(Monitoring.DASHBOARDS, ".json").stream()
                .map(file -> new Dashboard(file.getFileName().toString().replace(".json", ""), Monitoring.json(file)))
                .toList();
    }

    /** Its variables. */
    public List<JsonNode> variables() {
        return elements(json.path("templating").path("list")).toList();
    }

    /** Its panels, those that are headings among them. */
    List<JsonNode> allPanels() {
        return elements(json.path("panels")).toList();
    }

    /** Its panels that show something. */
    List<JsonNode> panels() {
        return allPanels().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** What is asked of Prometheus. */
    public List<Target> expressions() {
        return targets().filter(target -> target.json().has("expr")).toList();
    }

    /** What is asked of Oriel itself. */
    public List<Target> requests() {
        return targets().filter(target -> target.json().has("url")).toList();
    }

    Stream<Target> targets() {
        return panels().stream()
                .flatMap(panel -> elements(panel.path("targets"))
                        .map(target -> new Target(panel.path("title").asText(), target)));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return name;
    }
}
