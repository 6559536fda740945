package dev.oriel.monitoring;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What promtool finds in the metrics of Kafka's clients and of the JVM. Their names are those that everybody knows, and so the
 * dashboards that others have made for them go on working.
 */
public final class KnownFindings {

    private static final List<Pattern> ALL = List.of(
            Pattern.compile(
                    "(kafka_\\w+_connection|kafka_stream_task_active_buffer|system_cpu)_count .* should not have \"_count\" suffix"),
            Pattern.compile("kafka_\\w+_time_ns_(total|avg) metric names should not contain abbreviated units"),
            Pattern.compile("kafka_app_info_start_time_ms metric names should not contain abbreviated units"),
            Pattern.compile("process_cpu_time_ns_total metric names should not contain abbreviated units"),
            Pattern.compile("kafka_\\w+_node_request_latency_(avg|max) no help text"));

    private KnownFindings() {}

    /** Whether a line of promtool's is one of these. */
    public static boolean include(String finding) {
        return ALL.stream().anyMatch(known -> known.matcher(finding).matches());
    }
}
