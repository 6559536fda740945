package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.monitoring.Dashboard;
import dev.oriel.monitoring.KnownFindings;
import dev.oriel.monitoring.Monitoring;
import dev.oriel.monitoring.PromTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dashboards and alerts ask, asked of a Prometheus that scrapes three busy instances: each expression must give a number, the
 * expression of an alert without its threshold.
 */
@ExtendWith(ShowLogs.class)
@Timeout(420)
class PrometheusSuite {

    /** Kafka's metrics are taken stock of once a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern THRESHOLD = Pattern.compile(" (?:==|!=|>=|<=|>|<) -?[0-9.]+");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    /** An expression, and where it stands. */
    private record Asked(String where, String expression) {}

    @TempDir
    private static Path folder;

    private static final List<ServeProcess> INSTANCES = new ArrayList<>();
    private static KafkaProcess kafka;
    private static TopicWriter writer;
    private static OrderTraffic traffic;
    private static PrometheusProcess prometheus;

    @BeforeAll
    static void start() throws Exception {
        PromTool.require();
        kafka = KafkaProcess.start(folder.resolve("kafka"), OrderTraffic.TOPICS);
        writer = new TopicWriter(kafka.bootstrapServers());
        traffic = new OrderTraffic(INSTANCES, writer);
        for (int i = 0; i < 3; i++) {
            INSTANCES.add(ServeProcess.start(
                    ServeConfig.of(folder, "oriel-" + i, kafka.bootstrapServers(), OrderTraffic.VIEWS)));
        }
        INSTANCES.forEach(ServeProcess::awaitReady);
        prometheus = PrometheusProcess.start(
                folder.resolve("prometheus"),
                INSTANCES.stream().map(PrometheusSuite::target).toList(),
                Monitoring.ruleFiles());
    }

    @AfterAll
    static void stop() {
        Optional.ofNullable(prometheus).ifPresent(PrometheusProcess::close);
        Optional.ofNullable(traffic).ifPresent(OrderTraffic::close);
        INSTANCES.forEach(ServeProcess::close);
        Optional.ofNullable(writer).ifPresent(TopicWriter::close);
        Optional.ofNullable(kafka).ifPresent(KafkaProcess::close);
    }

    private static String target(ServeProcess instance) {
        return "127.0.0.1:" + instance.config().port();
    }

    @Test
    @SuppressWarnings("SystemOut")
    void each_expression_of_a_dashboard_and_of_a_rule_gives_a_number() {
        List<Asked> asked = new ArrayList<>();
        Dashboard.all().forEach(dashboard -> asked.addAll(expressions(dashboard)));
        asked.addAll(rules());

        Map<Asked, JsonNode> answers = new LinkedHashMap<>();
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                traffic.round();
                asked.forEach(each -> answers.put(each, prometheus.query(each.expression())));
                assertThat(answers)
                        .allSatisfy((each, answer) -> assertThat(answer)
                                .as(each.toString())
                                .anyMatch(series -> !value(series).equals("NaN")));
            });
        } finally {
            report(answers);
        }
        System.out.println(answers.size() + " expressions gave a number");
    }

    @Test
    void each_request_of_a_dashboard_gives_what_its_columns_name() {
        traffic.round();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Target target : dashboard.requests()) {
                JsonNode request = target.json();
                String path = request.path("url").asText().replaceAll("\\$\\{customer[^}]*}", "c-00001");
                JsonNode body = INSTANCES.getFirst().json(path);
                JsonNode row = request.path("root_selector").asText().isEmpty()
                        ? body
                        : body.path(request.path("root_selector").asText()).path(0);
                for (JsonNode column : request.path("columns")) {
                    assertColumn(row, column, target.panel() + ": " + path + " gave " + body);
                }
            }
        }
    }

    private static void assertColumn(JsonNode row, JsonNode column, String what) {
        JsonNode value = row.at("/" + column.path("selector").asText().replace('.', '/'));
        assertThat(value.isValueNode()).as(what).isTrue();
        switch (column.path("type").asText()) {
            case "number" -> assertThat(value.isNumber()).as(what).isTrue();
            case "timestamp" -> assertThat(value.asText()).as(what).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
            default -> assertThat(value.isTextual()).as(what).isTrue();
        }
    }

    @Test
    void promtool_finds_only_what_is_known_in_the_metrics_of_a_busy_instance() throws Exception {
        traffic.round();

        assertThat(PromTool.lint(new String(INSTANCES.getFirst().get("/metrics").body(), UTF_8)))
                .allMatch(KnownFindings::include);
    }

    private static List<Asked> expressions(Dashboard dashboard) {
        List<Asked> asked = new ArrayList<>();
        for (JsonNode variable : dashboard.variables()) {
            LABEL_VALUES
                    .matcher(variable.path("definition").asText())
                    .results()
                    .map(query -> new Asked(
                            dashboard.name() + ", variable " + query.group(2), filled(query.group(1), dashboard)))
                    .forEach(asked::add);
        }
        dashboard.expressions().stream()
                .map(target -> new Asked(
                        dashboard.name() + ", " + target.panel(),
                        filled(target.json().path("expr").asText(), dashboard)))
                .forEach(asked::add);
        return asked;
    }

    /** As Grafana puts values for variables; of what may be all, all. */
    private static String filled(String expression, Dashboard dashboard) {
        String instance = dashboard.name().equals("instance") ? target(INSTANCES.getFirst()) : ".*";
        String view = dashboard.name().equals("view") ? "orders" : ".*";
        return expression
                .replace("$__rate_interval", "30s")
                .replace("$namespace", ".*")
                .replace("$job", PrometheusProcess.JOB)
                .replace("$instance", instance)
                .replace("$view", view);
    }

    private static List<Asked> rules() {
        List<Asked> asked = new ArrayList<>();
        for (JsonNode group : prometheus.ruleGroups()) {
            for (JsonNode rule : group.path("rules")) {
                String query = rule.path("query").asText();
                boolean alert = rule.path("type").asText().equals("alerting");
                asked.add(new Asked(
                        (alert ? "alert " : "rule ") + rule.path("name").asText(),
                        alert ? THRESHOLD.matcher(query).replaceAll("") : query));
            }
        }
        assertThat(asked).isNotEmpty();
        return asked;
    }

    private static String value(JsonNode series) {
        return series.path("value").path(1).asText();
    }

    private static String firstNumber(JsonNode answer) {
        for (JsonNode series : answer) {
            if (!value(series).equals("NaN")) {
                return value(series);
            }
        }
        return "none";
    }

    private static void report(Map<Asked, JsonNode> answers) {
        BenchReport report = new BenchReport(
                "prometheus",
                "What dashboards and alerts ask, and what Prometheus answers",
                "Three instances of Oriel with the views of `oriel demo` and a client that does all that clients do, scraped every second by a"
                        + " Prometheus that evaluates the chart's rules. Variables are filled in, rates are over 30 s, and alerts are asked"
                        + " without their thresholds. A value is the first number among the series, at the end of the run.",
                "./mvnw -B verify -Pprometheus",
                List.of("where", "expression", "series", "value"));
        answers.forEach((asked, answer) -> report.add(new BenchReport.Row(
                asked.where(),
                List.of(
                        "`" + asked.expression().strip().replaceAll("\\s+", " ").replace("|", "\\|") + "`",
                        Integer.toString(answer.size()),
                        firstNumber(answer)))));
        report.write();
    }
}
