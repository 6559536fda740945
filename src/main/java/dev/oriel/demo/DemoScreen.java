package dev.oriel.demo;

import dev.oriel.demo.DemoStatus.Instance;
import dev.oriel.demo.DemoStatus.Sample;
import dev.oriel.demo.DemoStatus.View;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints what a demo consists of, and below it a line that tells what goes on: rewritten in place on a terminal, printed every ten
 * seconds elsewhere. For use by one thread at a time.
 */
public final class DemoScreen {

    private static final Duration PRINTED_EVERY = Duration.ofSeconds(10);
    private static final String REWRITE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private @Nullable Instant printedAt;

    /**
     * @param terminal whether {@code out} is one, so that a line can be rewritten
     * @param clock decides when the next line is due where lines are not rewritten
     */
    public DemoScreen(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Prints what runs and what to try. */
    public void show(DemoStatus status) {
        out.println();
        out.println("  Kafka      " + status.broker());
        showInstances(status.instances());
        showViews(status.views());
        out.println("  Shop       " + status.shop());
        out.println();
        out.println("  Try, in another terminal:");
        out.println();
        showReads(status);
        out.println();
        out.println("  Place an order; read it wherever you like, wait for its next change, watch it, and change it:");
        out.println();
        showCommands(status);
        out.println();
        out.println("  Ctrl-C stops everything.");
        out.println();
        out.flush();
    }

    /** Shows what goes on; to be called about every second. */
    public void update(DemoActivity activity) {
        if (terminal) {
            out.print(REWRITE + line(activity));
            out.flush();
        } else if (isDue()) {
            out.println(line(activity));
            out.flush();
        }
    }

    /** Ends the line that was being rewritten, so that what is printed next starts on a new one. */
    public void finish() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }

    private void showInstances(List<Instance> instances) {
        int width =
                instances.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String label = "Instances";
        for (Instance each : instances) {
            out.println(row(label, pad(each.name(), width), each.publicUrl().toString()));
            label = "";
        }
    }

    private void showViews(List<View> views) {
        int width = views.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String label = "Views";
        for (View each : views) {
            out.println(row(label, pad(each.name(), width), each.kind() + " of topic " + each.topic()));
            label = "";
        }
    }

    /** Each sample from another instance, and the first one from two, since that any of them answers is the point. */
    private void showReads(DemoStatus status) {
        List<Instance> instances = status.instances();
        int next = 0;
        for (Sample sample : status.samples()) {
            out.println("    curl -i " + at(instances, next++, keyPath(sample)));
            if (next == 1 && instances.size() > 1) {
                out.println("    curl -i " + at(instances, next++, keyPath(sample)));
            }
        }
        out.println("    curl    " + at(instances, 0, "/v1/views"));
        out.println("    curl    " + at(instances, 0, "/v1/cluster"));
        out.println("    browser " + at(instances, 0, "/docs"));
    }

    /** What is written in one place and read in another right away, with an order that is there. */
    private void showCommands(DemoStatus status) {
        List<Instance> instances = status.instances();
        String orders = status.shop().resolve("/orders").toString();
        out.println("    curl -d '{\"customer\":\"c-00001\",\"product\":\"p-0001\",\"quantity\":2}' " + orders);
        status.order().ifPresent(order -> {
            String path = keyPath(new Sample("orders", order.orderId()));
            out.println("    curl -i '" + at(instances, 1, path + "?after=" + order.position() + "&wait=10s") + "'");
            out.println("    curl -i -H 'If-None-Match: \"1\"' '" + at(instances, 2, path + "?wait=60s") + "'");
            out.println("    curl -N " + at(instances, 0, path + "/watch"));
            out.println("    curl -X PUT -d '{\"status\":\"paid\"}' " + orders + "/" + order.orderId() + "/status");
        });
    }

    private static URI at(List<Instance> instances, int index, String path) {
        return instances.get(index % instances.size()).publicUrl().resolve(path);
    }

    private static String keyPath(Sample sample) {
        return "/v1/views/" + encoded(sample.view()) + "/keys/" + encoded(sample.key());
    }

    /** Percent-encoded as a path's segment, where a plus stands for itself. */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String row(String label, String name, String rest) {
        return "  " + pad(label, "Instances".length()) + "  " + name + "  " + rest;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private boolean isDue() {
        Instant now = clock.instant();
        if (printedAt != null && now.isBefore(printedAt.plus(PRINTED_EVERY))) {
            return false;
        }
        printedAt = now;
        return true;
    }

    private static String line(DemoActivity activity) {
        String lag = activity.lag().isPresent()
                ? String.format(Locale.ROOT, "%,d behind", activity.lag().getAsLong())
                : "lag not known";
        return String.format(
                Locale.ROOT,
                "  %,d records · %s written/s · %s · %s reads/s",
                activity.records(),
                perSecond(activity.recordsPerSecond()),
                lag,
                perSecond(activity.readsPerSecond()));
    }

    /** One decimal where it tells something. */
    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
    }
}
