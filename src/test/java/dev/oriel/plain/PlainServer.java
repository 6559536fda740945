package dev.oriel.plain;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * One instance: {@code GET /keys/{key}} answers the key's value, from here or, over HTTP, from the instance that has it. What the
 * guides leave out is left out here too, but for a bound on the time that another instance may take.
 */
public final class PlainServer {

    private static final String STORE = "store";
    private static final Duration FORWARD_AT_MOST = Duration.ofSeconds(5);
    private static final int FIXED_ARGUMENTS = 5;

    private final KafkaStreams streams;
    private final HostInfo self;
    private final Javalin javalin;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PlainServer(String topic, HostInfo self, Properties settings) {
        this.self = self;
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                topic,
                Consumed.with(Serdes.String(), new JsonSerde()),
                Materialized.<String, JsonNode, KeyValueStore<Bytes, byte[]>>as(STORE));
        streams = new KafkaStreams(builder.build(), settings);
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.get("/keys/{key}", this::key);
            config.routes.get("/health/ready", this::ready);
        });
    }

    /**
     * Starts an instance, which runs until it gets a SIGTERM.
     *
     * @param arguments the port, the host by which others reach it, the brokers, the topic, the state directory, then settings of
     *     Kafka Streams as {@code name=value}
     */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "plain");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[2]);
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, arguments[1] + ":" + port);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments[4]);
        for (String setting : Arrays.asList(arguments).subList(FIXED_ARGUMENTS, arguments.length)) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        new PlainServer(arguments[3], new HostInfo(arguments[1], port), settings).start(port);
    }

    private void start(int port) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::stop));
        streams.start();
        javalin.start("127.0.0.1", port);
    }

    private void stop() {
        javalin.stop();
        streams.close();
    }

    private void ready(Context context) {
        context.status(streams.state() == KafkaStreams.State.RUNNING ? 200 : 503);
    }

    private void key(Context context) throws InterruptedException {
        String key = context.pathParam("key");
        try {
            KeyQueryMetadata metadata = streams.queryMetadataForKey(STORE, key, new StringSerializer());
            if (metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                context.status(503).result("the owner is not known");
            } else if (metadata.activeHost().equals(self)) {
                answer(context, key);
            } else {
                forward(context, metadata.activeHost());
            }
        } catch (RuntimeException | IOException e) {
            // InvalidStateStoreException while partitions move, IllegalStateException when Streams does not run.
            context.status(503).result(e.toString());
        }
    }

    private void answer(Context context, String key) {
        JsonNode value = streams.store(StoreQueryParameters.fromNameAndType(
                        STORE, QueryableStoreTypes.<String, JsonNode>keyValueStore()))
                .get(key);
        if (value == null) {
            context.status(404).result("no such key");
        } else {
            context.contentType("application/json").result(value.toString());
        }
    }

    private void forward(Context context, HostInfo owner) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + owner.host() + ":" + owner.port() + context.path());
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(FORWARD_AT_MOST).build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        context.status(answer.statusCode()).contentType("application/json").result(answer.body());
    }
}
