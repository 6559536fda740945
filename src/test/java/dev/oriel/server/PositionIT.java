package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code Oriel-Position} claims is so: the answer reflects it, and it only grows. */
@Timeout(60)
class PositionIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final int KEYS = 40;
    private static final int ROUNDS = 20;

    private final OrielCluster cluster = STANDING.get();

    @Test
    void a_position_names_topic_partition_and_the_topic_s_identity() throws Exception {
        var written = KAFKA.write("words", "positioned", "1");
        cluster.awaitApplied("words", "words");
        String topicId = KAFKA.topicId("words");

        for (OrielClient client : cluster.clients()) {
            Answer.Reached position = client.key("words", "positioned").position();

            assertThat(position.topic()).isEqualTo("words");
            assertThat(position.partition()).isEqualTo(written.partition());
            assertThat(position.topicId()).isEqualTo(topicId);
        }
    }

    @Test
    void while_nobody_writes_a_position_is_the_last_record_s() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            KAFKA.send("words", "quiet-" + i, "1");
        }
        KAFKA.flush();
        cluster.awaitApplied("words", "words");
        List<Long> ends = KAFKA.ends("words");

        for (OrielClient client : cluster.clients()) {
            for (int i = 0; i < KEYS; i++) {
                for (String key : List.of("quiet-" + i, "quiet-absent-" + i)) {
                    Answer answer = client.key("words", key);

                    assertThat(answer.position().offset())
                            .isEqualTo(ends.get(answer.position().partition()) - 1);
                }
            }
        }
    }

    @Test
    void an_instance_that_is_known_to_lag_by_nothing_says_so() throws Exception {
        KAFKA.write("words", "fresh", "1");
        cluster.awaitApplied("words", "words");

        await().untilAsserted(() -> {
            for (OrielClient client : cluster.clients()) {
                assertThat(client.key("words", "fresh").servedBy().staleMillis())
                        .hasValue(0);
            }
        });
    }

    /**
     * A value is the number of its round, deletes included. So whoever sees round n with a position, and later a position no less,
     * must see round n or a later one; and a position at or after a record's offset must come with that record's round at least.
     */
    @Test
    void positions_never_decrease_and_never_claim_what_is_not_there_yet() throws Exception {
        Map<String, AtomicReference<Written>> latest = new HashMap<>();
        for (int key = 0; key < KEYS; key++) {
            latest.put("racing-" + key, new AtomicReference<>(new Written(-1, -1, false)));
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (OrielClient client : cluster.clients()) {
                readers.add(threads.submit(() -> read(client, latest, done)));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    write(round, latest);
                }
            } finally {
                done.set(true);
            }
            int reads = 0;
            for (Future<Integer> reader : readers) {
                reads += reader.get();
            }
            assertThat(reads).isGreaterThan(KEYS * 10);
        }
    }

    private record Written(int round, long offset, boolean deleted) {}

    private static void write(int round, Map<String, AtomicReference<Written>> latest) {
        latest.forEach((key, last) -> {
            boolean delete = (round + key.hashCode()) % 3 == 0;
            long offset =
                    (delete ? KAFKA.delete("words", key) : KAFKA.write("words", key, Integer.toString(round))).offset();
            last.set(new Written(round, offset, delete));
        });
    }

    private static int read(OrielClient client, Map<String, AtomicReference<Written>> latest, AtomicBoolean done)
            throws Exception {
        Map<Integer, Long> positions = new HashMap<>();
        int reads = 0;
        while (!done.get()) {
            for (Map.Entry<String, AtomicReference<Written>> each : latest.entrySet()) {
                Written known = each.getValue().get();
                Answer answer = client.key("words", each.getKey());
                reads++;
                Answer.Reached reached = answer.position();
                assertThat(reached.offset())
                        .as("position of partition %d", reached.partition())
                        .isGreaterThanOrEqualTo(positions.getOrDefault(reached.partition(), -1L));
                positions.put(reached.partition(), reached.offset());
                if (answer.status() == 200) {
                    assertThat(Long.parseLong(answer.header("Oriel-Version").orElseThrow()))
                            .isLessThanOrEqualTo(reached.offset());
                }
                if (known.offset() >= 0 && reached.offset() >= known.offset()) {
                    assertReflects(known, answer);
                }
            }
        }
        return reads;
    }

    private static void assertReflects(Written known, Answer answer) {
        if (answer.status() == 200) {
            assertThat(Integer.parseInt(answer.text()))
                    .as(answer::toString)
                    .isGreaterThanOrEqualTo(known.deleted() ? known.round() + 1 : known.round());
        } else if (!known.deleted()) {
            // Absent although this record is reflected: then a later delete is reflected, too.
            assertThat(answer.problem()).isEqualTo("key-not-found");
            assertThat(answer.position().offset()).isGreaterThan(known.offset());
        }
    }
}
