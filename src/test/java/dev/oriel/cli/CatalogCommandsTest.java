package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogCommandsTest {

    private static final String ORDERS = """
            {"name":"orders","kind":"table","sources":[{"topic":"orders","partitions":12}],"key":"string","value":"json",\
            "partitioner":"murmur2","store":"rocksdb","version":{"source":"offset"},"state":"running","partitions":12,\
            "entries":100000,"lag":0,"skipped":3,"instances":["oriel-0","oriel-1"],"unreachable":["oriel-2:8081"]}""";

    private static final String PRICES = """
            {"name":"prices","kind":"global","sources":[{"topic":"prices"}],"key":"int","value":"double",\
            "partitioner":"murmur2","store":"memory","state":"waiting","detail":"topic 'prices' does not exist",\
            "entries":0,"skipped":0,"instances":["oriel-0"],"unreachable":[]}""";

    private static final String CLUSTER = """
            {"instances":[
              {"name":"oriel-0","url":"http://h0:8080","peer":"h0:8081","self":true,"reachable":true,"version":"0.1.0",
               "started":"2026-11-23T08:00:00Z","views":[
                 {"view":"orders","state":"running","replicas":[
                   {"partition":0,"role":"active","position":"orders/0@9","lag":2},
                   {"partition":1,"role":"active","position":"orders/1@9","lag":1},
                   {"partition":2,"role":"standby"},
                   {"partition":5,"role":"active","lag":0}]},
                 {"view":"prices","state":"waiting","replicas":[]}]},
              {"name":"oriel-1","url":"http://h1:8080","peer":"h1:8081","self":false,"reachable":false}]}""";

    @Test
    void views_are_listed_in_aligned_columns_with_notes_below() throws IOException {
        try (StubServer server =
                StubServer.answering(200, "application/json", "{\"views\":[" + ORDERS + "," + PRICES + "]}")) {
            CommandRun run = CommandRun.of("views", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("""
                    VIEW    KIND    STATE    SOURCES  PARTITIONS  ENTRIES  LAG  SKIPPED
                    orders  table   running  orders           12   100000    0        3
                    prices  global  waiting  prices            -        0    -        0
                    orders: counted without oriel-2:8081, which did not answer
                    prices: topic 'prices' does not exist
                    """);
        }
    }

    @Test
    void one_view_is_told_member_by_member() throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", ORDERS)) {
            CommandRun run = CommandRun.of("views", "orders", "-s", server.url());

            assertThat(server.asked()).extracting(StubServer.Asked::path).containsExactly("/v1/views/orders");
            assertThat(run.out())
                    .contains("name         orders\n")
                    .contains("sources      topic=orders partitions=12\n")
                    .contains("instances    oriel-0, oriel-1\n");
        }
    }

    @Test
    void the_cluster_shows_who_answers_and_ranges_of_partitions_by_role() throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", CLUSTER)) {
            CommandRun run = CommandRun.of("cluster", "-s", server.url());

            assertThat(server.asked()).extracting(StubServer.Asked::path).containsExactly("/v1/cluster");
            assertThat(run.out()).isEqualTo("""
                    INSTANCE  URL             PEER     REACHABLE  VERSION  STARTED
                    oriel-0   http://h0:8080  h0:8081  answers    0.1.0    2026-11-23T08:00:00Z
                    oriel-1   http://h1:8080  h1:8081  no         -        -

                    VIEW    INSTANCE  STATE    ROLE     PARTITIONS  LAG
                    orders  oriel-0   running  active   0-1,5         3
                    orders  oriel-0   running  standby  2             -
                    prices  oriel-0   waiting  -        -             -
                    """);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"views", "cluster"})
    void json_prints_the_answer_as_it_came(String command) throws IOException {
        String answer = " {\"views\" : [ ],\n\"instances\":[]}\n";
        try (StubServer server = StubServer.answering(200, "application/json", answer)) {
            assertThat(CommandRun.of(command, "--json", "-s", server.url()).out())
                    .isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"views", "cluster"})
    void an_answer_of_another_kind_of_server_is_told_as_such(String command) throws IOException {
        try (StubServer server = StubServer.answering(200, "text/html", "<html>hello</html>")) {
            CommandRun run = CommandRun.of(command, "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("answers, but not as Oriel does").hasLineCount(1);
        }
    }
}
