package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an installation tells the user. */
class ChartNotesTest {

    private final String plain = Chart.RELEASED.notes("minimal", "{}");

    @Test
    void the_notes_tell_the_first_read() {
        assertThat(plain)
                .contains("kubectl --namespace views port-forward service/shop-oriel 8080:8080 &")
                .contains("curl -i http://localhost:8080/v1/views\n")
                .contains("curl -i http://localhost:8080/v1/views/orders/keys/<key>")
                .contains("http://shop-oriel.views.svc.cluster.local:8080.");
    }

    @Test
    void the_notes_warn_of_what_is_risky_and_only_then() {
        assertThat(plain).doesNotContain("CAUTION");
        assertThat(Chart.RELEASED.notes("dev", "{}")).contains("CAUTION: without persistence");
        assertThat(Chart.RELEASED.notes("production", "{}"))
                .contains("CAUTION: autoscaling is on")
                .contains("have no owner for 60 s")
                .contains("https://orders.example.com/.");
    }
}
