package dev.oriel.http;

import dev.oriel.ops.Answer;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestLog;
import dev.oriel.ops.RequestObserver;
import dev.oriel.trace.Trace;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;

/** What the Javalins of all listeners have in common: resources, answers to what is none of them, and that requests are counted. */
final class JavalinSettings {

    private static final double NANOS_PER_MILLI = 1e6;

    private JavalinSettings() {}

    static void apply(JavalinConfig config, List<Resource> resources, RequestObserver requests) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.requestLogger.http((context, millis) -> answered(requests, context, (long) (millis * NANOS_PER_MILLI)));
        resources.forEach(resource -> resource.addTo(config.routes));
    }

    private static void answered(RequestObserver requests, Context context, long nanos) {
        Answer answer = new Answer(Operation.OTHER, Answer.NO_VIEW, context.statusCode(), Answer.NO_ROLE, 0);
        requests.answered(answer, Trace.NONE, nanos, nanos, () -> {
            String query = context.queryString();
            return new RequestLog.Request(
                    context.ip(),
                    context.method().name(),
                    query == null ? context.path() : context.path() + '?' + query,
                    new Timing(Trace.NONE).text(nanos),
                    Trace.NONE.id());
        });
    }
}
