package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

    @Test
    void every_name_that_kafka_knows_passes() {
        assertThat(knownNames())
                .allSatisfy(name -> assertThat(KafkaSettings.nearMiss(name)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema.registry.url",
                "metrics.jmx.include",
                "client.tag.zone",
                "config.providers.file.class",
                "my.plugin.setting",
                "basic.auth.credentials.source",
                "confluent.monitoring.interceptor.topic",
            })
    void settings_of_plug_ins_pass(String name) {
        assertThat(KafkaSettings.nearMiss(name)).isEmpty();
    }

    @Property
    void a_name_with_a_letter_too_few_is_noticed(@ForAll("names") String name, @ForAll Random random) {
        int at = random.nextInt(name.length());
        String misspelt = name.substring(0, at) + name.substring(at + 1);

        Assume.that(knownNames().noneMatch(misspelt::equals));

        assertThat(KafkaSettings.nearMiss(misspelt)).isPresent();
    }

    @Test
    void every_default_that_kafka_has_is_one_it_takes() {
        assertThat(definitions().flatMap(definition -> definition.configKeys().values().stream()))
                .filteredOn(key -> key.hasDefault() && key.defaultValue != null && key.type != ConfigDef.Type.LIST)
                .allSatisfy(key -> assertThat(
                                KafkaValue.faultOf(key, ConfigDef.convertToString(key.defaultValue, key.type)))
                        .as(key.name)
                        .isEmpty());
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(knownNames().toList());
    }

    private static Stream<String> knownNames() {
        return definitions().flatMap(definition -> definition.names().stream()).distinct();
    }

    private static Stream<ConfigDef> definitions() {
        return Stream.of(
                StreamsConfig.configDef(),
                ConsumerConfig.configDef(),
                ProducerConfig.configDef(),
                AdminClientConfig.configDef());
    }
}
