package dev.oriel.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestLogTest {

    private static final long FAST = Duration.ofMillis(1).toNanos();
    private static final long SLOW = Duration.ofMillis(60).toNanos();
    private static final Answer ANSWER = new Answer(Operation.GET, "orders", 200, "active", 0);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final RequestLog log = new RequestLog(Duration.ofMillis(50));

    private static RequestLog.Request request(String trace) {
        return new RequestLog.Request(
                "127.0.0.1", "GET", "/v1/views/orders/keys/1?stale=1s", "total;dur=60.000", trace);
    }

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void only_slow_requests_are_wanted_unless_all_are() {
        assertThat(log.wants(FAST)).isFalse();
        assertThat(log.wants(SLOW)).isTrue();

        logger.setLevel(Level.DEBUG);
        assertThat(log.wants(FAST)).isTrue();

        logger.setLevel(Level.OFF);
        assertThat(log.wants(SLOW)).isFalse();
    }

    @Test
    void with_zero_no_request_is_slow() {
        RequestLog never = new RequestLog(Duration.ZERO);

        assertThat(never.wants(Duration.ofDays(1).toNanos())).isFalse();
    }

    @Test
    void a_line_says_what_was_asked_and_where_the_time_went_and_has_the_parts_as_pairs() {
        log.write(request(""), ANSWER, SLOW);

        assertThat(logged.list).hasSize(1);
        ILoggingEvent event = logged.list.getFirst();
        assertThat(event.getFormattedMessage())
                .isEqualTo(
                        "200 GET /v1/views/orders/keys/1?stale=1s from 127.0.0.1: total;dur=60.000, role active, 0 hops");
        assertThat(event.getKeyValuePairs())
                .anySatisfy(
                        pair -> assertThat(pair.toString()).contains("millis").contains("60.0"))
                .anySatisfy(pair -> assertThat(pair.toString()).contains("view").contains("orders"))
                .noneSatisfy(pair -> assertThat(pair.toString()).contains("trace"));
    }

    @Test
    void a_line_of_a_traced_request_names_its_trace() {
        log.write(request("4bf92f3577b34da6a3ce929d0e0e4736"), ANSWER, SLOW);

        assertThat(logged.list.getFirst().getKeyValuePairs())
                .anySatisfy(pair ->
                        assertThat(pair.toString()).contains("trace").contains("4bf92f3577b34da6a3ce929d0e0e4736"));
    }
}
