package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SkippedRecordsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(SkippedRecords.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    /** Near where {@link System#nanoTime} would wrap around. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private final RecordCounts counts = new RecordCounts();
    private final SkippedRecords skips = new SkippedRecords("orders", counts, Optional.empty(), clock::get);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void the_first_is_told_at_once_with_where_it_stands() {
        skip(7, "the record has no key");

        assertThat(lines())
                .containsExactly(
                        "view orders: skipped 1 unreadable record(s), the last orders/2@7: the record has no key");
    }

    @Test
    void those_within_a_minute_are_told_together() {
        skip(7, "a");
        for (int offset = 8; offset < 1000; offset++) {
            clock.addAndGet(Duration.ofMillis(60).toNanos());
            skip(offset, "b");
        }
        assertThat(lines()).hasSize(1);

        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        skip(1000, "c");

        assertThat(lines())
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("view orders: skipped 993 unreadable record(s), the last orders/2@1000: c");
    }

    @Test
    void a_minute_without_any_says_nothing() {
        skip(7, "a");
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(lines()).hasSize(1);

        skip(8, "b");
        skip(9, "c");

        assertThat(lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("skipped 1 unreadable")
                .contains("orders/2@8");
    }

    private void skip(long offset, String reason) {
        skips.skipped(Records.record(offset, null, null), reason, true);
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
