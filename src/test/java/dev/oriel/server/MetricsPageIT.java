package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.monitoring.KnownFindings;
import dev.oriel.monitoring.MetricsPage;
import dev.oriel.monitoring.PromTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The metrics of an instance that has everything, against the page that explains them and against Prometheus' habits. */
@Timeout(120)
class MetricsPageIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            metered:
              table: { topic: metered }
              dead-letter: metered-dead
              indexes: { by-kind: .kind }
              streams: { num.standby.replicas: 1 }
            everywhere: { global: { topic: metered } }
            """;

    private static OrielCluster cluster;
    private static String metrics;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("metered:3");
        KAFKA.create("metered-dead:1");
        cluster = OrielCluster.ready(KAFKA, 1, VIEWS);
        KAFKA.write("metered", "one", "{\"kind\":\"a\"}");
        cluster.awaitApplied("metered", "metered");
        cluster.client(0).key("metered", "one");
        metrics = cluster.client(0).get("/metrics").text();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void the_page_has_each_metric_of_oriel_with_its_type_and_its_labels_and_no_others() {
        assertThat(MetricsPage.told(metrics)).isNotEmpty().isEqualTo(MetricsPage.documented());
    }

    @Test
    void partitions_that_are_to_have_a_standby_and_have_none_are_counted() {
        assertThat(metrics)
                .contains("oriel_view_standbyless_partitions{view=\"metered\"} 3.0")
                .contains("oriel_view_standbyless_partitions{view=\"everywhere\"} 0.0");
    }

    @Test
    void promtool_finds_nothing_in_the_metrics_of_oriel_and_only_what_is_known_in_those_of_others() throws Exception {
        assertThat(PromTool.lint(metrics)).isNotEmpty().allMatch(KnownFindings::include);
    }
}
