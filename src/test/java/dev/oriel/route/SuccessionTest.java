package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import dev.oriel.route.InstanceReport.ReplicaReport;
import dev.oriel.route.InstanceReport.ViewReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Whom an instance believes that does not hear its group any more. */
class SuccessionTest {

    private static final HostPort PEER = new HostPort("b", 8081);

    @Test
    void who_holds_a_partition_as_its_owner_is_believed() {
        assertThat(Succession.claims("orders", List.of(report("orders", false, "active"))))
                .containsOnlyKeys(0)
                .containsValue(PEER);
    }

    @Test
    void who_is_cut_off_himself_is_not() {
        assertThat(Succession.claims("orders", List.of(report("orders", true, "active"))))
                .isEmpty();
    }

    @Test
    void who_follows_or_restores_claims_nothing() {
        assertThat(Succession.claims(
                        "orders", List.of(report("orders", false, "standby"), report("orders", false, "restoring"))))
                .isEmpty();
    }

    @Test
    void who_speaks_of_another_view_is_not_asked_for_this_one() {
        assertThat(Succession.claims("orders", List.of(report("products", false, "active"))))
                .isEmpty();
    }

    private static InstanceReport report(String view, boolean cutOff, String role) {
        ReplicaReport replica = new ReplicaReport(0, role, Optional.empty(), OptionalLong.empty());
        return new InstanceReport(
                "oriel-1",
                "http://b:8080",
                PEER.toString(),
                "0.1.0",
                "2026-11-22T10:00:00Z",
                List.of(new ViewReport(
                        view,
                        "running",
                        Optional.empty(),
                        0,
                        0,
                        OptionalLong.empty(),
                        cutOff,
                        List.of(),
                        List.of(replica))));
    }
}
