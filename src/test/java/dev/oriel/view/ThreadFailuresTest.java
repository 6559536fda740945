package dev.oriel.view;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final ThreadFailures failures = new ThreadFailures();

    @Test
    void a_thread_that_died_is_replaced_until_it_has_died_five_times_within_a_minute() {
        for (int i = 0; i < 4; i++) {
            assertThat(failures.judge(new StreamsException("broken"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.judge(new StreamsException("broken"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void without_its_source_topic_no_thread_does_better() {
        assertThat(failures.judge(new MissingSourceTopicException("orders"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void the_global_thread_cannot_be_replaced() throws InterruptedException {
        AtomicReference<@Nullable StreamThreadExceptionResponse> response = new AtomicReference<>();

        Thread.ofPlatform()
                .name("oriel-products-1-GlobalStreamThread")
                .start(() -> response.set(failures.judge(new StreamsException("broken"))))
                .join();

        assertThat(response).hasValue(SHUTDOWN_CLIENT);
    }

    @Test
    void the_reason_is_the_innermost_that_says_something() {
        assertThat(ThreadFailures.reason(new StreamsException("task failed", new IllegalStateException("disk full"))))
                .isEqualTo("disk full");
        assertThat(ThreadFailures.reason(new StreamsException("task failed", new IllegalStateException())))
                .isEqualTo("task failed");
        assertThat(ThreadFailures.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void a_failure_that_is_its_own_cause_has_a_reason_too() {
        Exception one = new IllegalStateException("one");
        Exception other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(ThreadFailures.reason(one)).isIn("one", "other");
    }
}
