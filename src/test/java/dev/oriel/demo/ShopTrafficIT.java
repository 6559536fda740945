package dev.oriel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TopicException;
import dev.oriel.broker.TopicSpec;
import dev.oriel.demo.DemoStatus.Sample;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShopTrafficIT {

    private static final int MASTER_DATA = 1_240;

    @Test
    void products_and_customers_are_there_before_orders_flow() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary());
                ShopTraffic traffic = ShopTraffic.start(kafka.bootstrapServers(), shop(), 200)) {
            assertThat(read(kafka, ShopTraffic.PRODUCTS)).hasSize(240);
            assertThat(read(kafka, ShopTraffic.CUSTOMERS)).hasSize(1_000);
            await().until(() -> traffic.written() > MASTER_DATA + 100);
            assertThat(traffic.failed()).isZero();
        }
    }

    @Test
    void what_is_counted_as_written_can_be_read_and_recent_orders_are_real() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            ShopTraffic traffic = ShopTraffic.start(kafka.bootstrapServers(), shop(), 2_000);
            await().until(() -> traffic.written() > MASTER_DATA + 2_000);
            traffic.close();
            traffic.close();

            List<ConsumerRecord<String, String>> records = read(kafka, ShopTraffic.ORDERS);
            assertThat(records).hasSize(Math.toIntExact(traffic.written() - MASTER_DATA));
            Set<String> live = new HashSet<>();
            for (ConsumerRecord<String, String> each : records) {
                if (each.value() == null) {
                    live.remove(each.key());
                } else {
                    assertThat(each.value()).startsWith("{\"id\":\"" + each.key() + "\",\"version\":");
                    live.add(each.key());
                }
            }
            assertThat(traffic.recentOrderIds())
                    .hasSize(100)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(live);
            assertThat(traffic.samples())
                    .containsExactly(
                            new Sample("orders", traffic.recentOrderIds().getFirst()),
                            new Sample("customers", "c-00001"),
                            new Sample("products", "p-0001"));
        }
    }

    @Test
    void orders_keep_their_pace() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary());
                ShopTraffic traffic = ShopTraffic.start(kafka.bootstrapServers(), shop(), 100)) {
            long start = System.nanoTime();
            await().until(() -> traffic.written() >= MASTER_DATA + 200);

            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(seconds).isBetween(1.7, 6.0);
        }
    }

    @Test
    void traffic_started_again_goes_on_in_the_same_topics() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            ShopTraffic.start(kafka.bootstrapServers(), shop(), 100).close();

            try (ShopTraffic again = ShopTraffic.start(kafka.bootstrapServers(), shop(), 100)) {
                await().until(() -> again.written() > MASTER_DATA);
            }
        }
    }

    @Test
    void closing_after_the_broker_has_gone_ends_in_time() {
        EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary());
        ShopTraffic traffic = ShopTraffic.start(kafka.bootstrapServers(), shop(), 5_000);
        kafka.close();

        long start = System.nanoTime();
        traffic.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void a_topic_of_another_shape_is_refused() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            kafka.createTopic(TopicSpec.compacted("orders", 4));

            assertThatExceptionOfType(TopicException.class)
                    .isThrownBy(() -> ShopTraffic.start(kafka.bootstrapServers(), shop(), 100))
                    .withMessage("topic orders exists with 4 partitions, expected 12");
        }
    }

    @Test
    void a_rate_that_is_none_is_refused() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ShopTraffic.start("127.0.0.1:1", shop(), rate))
                    .withMessageContaining("found " + rate);
        }
    }

    private static Shop shop() {
        return new Shop(new Random(7), Clock.systemUTC());
    }

    private static List<ConsumerRecord<String, String>> read(EmbeddedKafka kafka, TopicSpec topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            assertThat(partitions).hasSize(topic.partitions());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return records;
        }
    }
}
