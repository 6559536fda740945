package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientExampleTest {

    @Test
    void the_example_of_the_documentation_runs() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    StubServer.Request request = exchange.request();
                    if (request.path().endsWith("/watch")) {
                        exchange.beginEvents();
                        exchange.put("o-1042", 1236, "{\"status\":\"sent\"}");
                        exchange.awaitClosed();
                    } else if (request.target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"orders\"}]}");
                    } else if (request.header("If-None-Match").equals("\"1235\"")) {
                        exchange.value(1236, "{\"status\":\"sent\"}");
                    } else if (request.header("Oriel-After").equals("orders/3@1235")) {
                        exchange.value(1235, "{\"status\":\"paid\"}");
                    } else {
                        exchange.value(1234, "{\"status\":\"new\"}");
                    }
                });
                OrielClient oriel = OrielClient.builder().server(server.url()).build()) {
            List<String> page = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> watch = ClientExample.read(
                    oriel,
                    record -> CompletableFuture.completedFuture(
                            new ClientExample.RecordMetadata(record.topic(), 3, 1235)),
                    page::add);

            await().until(() -> page.size() == 4);
            assertThat(page)
                    .containsExactly(
                            "version 1234: {\"status\":\"new\"}",
                            "mine: {\"status\":\"paid\"}",
                            "changed: {\"status\":\"sent\"}",
                            "o-1042 is {\"status\":\"sent\"}");
            watch.cancel(true);
            await().until(() -> server.closedConnections() > 0);
        }
    }

    @Test
    void a_client_is_made_without_a_server_being_there() {
        try (OrielClient oriel = ClientExample.connect()) {
            assertThat(oriel.view("orders").name()).isEqualTo("orders");
        }
    }
}
