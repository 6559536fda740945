package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TopicSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check --connect} finds out from a broker that has topics, lacks some, and allows not everything. */
@Timeout(120)
class CheckConnectIT {

    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(BrokerOptions.temporary()
                .withSettings(Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true")));
        for (String topic : List.of("orders", "letters", "unreadable", "hidden")) {
            kafka.createTopic(TopicSpec.compacted(topic, 3));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createAcls(List.of(
                            rule(ResourceType.TOPIC, "unreadable", AclOperation.DESCRIBE, AclPermissionType.ALLOW),
                            rule(ResourceType.TOPIC, "hidden", AclOperation.READ, AclPermissionType.DENY),
                            rule(ResourceType.GROUP, "closed-", AclOperation.READ, AclPermissionType.DENY)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** A rule for the only user there is; what has a rule is closed but for what a rule allows. */
    private static AclBinding rule(
            ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
        PatternType pattern = name.endsWith("-") ? PatternType.PREFIXED : PatternType.LITERAL;
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void where_all_is_there_it_says_so_and_ends_with_0() throws Exception {
        CommandRun run = check("application-id: open", "orders: { table: { topic: orders }, dead-letter: letters }");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains(
                        "ok    orders: topic orders has 3 partitions",
                        "ok    orders: reading topic orders is allowed",
                        "ok    orders: dead-letter topic letters exists",
                        folder.resolve("oriel.yaml") + " is good.")
                .anyMatch(line -> line.matches("ok    orders: group open-orders-1-\\S+ may be used, and is new"))
                .noneMatch(line -> line.startsWith("WRONG"));
    }

    @Test
    void each_missing_topic_is_named_and_the_others_are_checked_all_the_same() throws Exception {
        CommandRun run = check("application-id: open", """
                lost: { table: { topic: lost } }
                orders: { table: { topic: orders }, dead-letter: nowhere }
                """);

        assertRefused(
                run, "WRONG lost: topic lost does not exist", "WRONG orders: dead-letter topic nowhere does not exist");
        assertThat(run.out().lines()).contains("ok    orders: topic orders has 3 partitions");
    }

    @Test
    void a_topic_that_may_not_be_read_is_named() throws Exception {
        assertRefused(
                check("application-id: open", "closed: { table: { topic: unreadable } }"),
                "WRONG closed: reading topic unreadable is not allowed to this client");
    }

    @Test
    void a_topic_that_may_not_even_be_seen_is_named() throws Exception {
        CommandRun run = check("application-id: open", "closed: { table: { topic: hidden } }");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .filteredOn(line -> line.startsWith("WRONG"))
                .singleElement()
                .asString()
                .contains("cannot ask about topic hidden: this client is not allowed to");
    }

    @Test
    void a_group_that_may_not_be_used_is_named() throws Exception {
        CommandRun run = check("application-id: closed", "orders: { table: { topic: orders } }");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .filteredOn(line -> line.startsWith("WRONG"))
                .singleElement()
                .asString()
                .matches(
                        "WRONG orders: cannot ask for the offsets of closed-orders-1-\\S+: this client is not allowed to");
    }

    @Test
    void a_broker_that_cannot_be_reached_is_named_for_each_view_and_waited_for_once() throws Exception {
        int nobody = freePort();
        String views = """
                orders: { table: { topic: orders } }
                lost: { table: { topic: lost } }
                more: { table: { topic: more } }
                """;

        long start = System.nanoTime();
        CommandRun run = check("application-id: open", views, "127.0.0.1:" + nobody);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .filteredOn(line -> line.startsWith("WRONG"))
                .hasSize(3)
                .allMatch(line ->
                        line.endsWith(": the broker does not answer (bootstrap.servers: 127.0.0.1:" + nobody + ")"));
        assertThat(run.err()).isEqualTo("oriel: the broker lacks something, or does not answer; see above\n");
        assertThat(took).isLessThan(Duration.ofSeconds(12));
    }

    private static void assertRefused(CommandRun run, String... findings) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .filteredOn(line -> line.startsWith("WRONG"))
                .containsExactlyInAnyOrder(findings);
        assertThat(run.err()).isEqualTo("oriel: the broker lacks something, or does not answer; see above\n");
    }

    private CommandRun check(String head, String views) throws IOException {
        return check(head, views, kafka.bootstrapServers());
    }

    private CommandRun check(String head, String views, String bootstrapServers) throws IOException {
        Path file = Files.writeString(
                folder.resolve("oriel.yaml"),
                head + "\nkafka: { bootstrap.servers: \"" + bootstrapServers + "\" }\nstate-dir: ./state\nviews:\n"
                        + views.indent(2));
        return CommandRun.of("check", "--config", file.toString(), "--connect");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
