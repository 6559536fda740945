package dev.oriel.demo;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a running demo consists of, as {@link DemoScreen} shows it once.
 *
 * @param broker host and port of the embedded Kafka
 * @param instances the running instances, in order; at least one
 * @param views the declared views
 * @param samples keys that can be read now
 * @param shop where the shop takes commands
 * @param order an order that was placed there; empty if none could be
 */
public record DemoStatus(
        String broker,
        List<Instance> instances,
        List<View> views,
        List<Sample> samples,
        URI shop,
        Optional<Receipt> order) {

    /**
     * One instance.
     *
     * @param name as {@code Oriel-Served-By} gives it
     * @param publicUrl where reads go, such as {@code http://localhost:8080}
     */
    public record Instance(String name, URI publicUrl) {}

    /**
     * One view.
     *
     * @param kind {@code table} or {@code global}
     * @param topic what it is made from
     */
    public record View(String name, String kind, String topic) {}

    /** A key that a view holds. */
    public record Sample(String view, String key) {}

    /**
     * An order that was placed.
     *
     * @param position of its record in the log
     */
    public record Receipt(String orderId, String position) {}

    /**
     * @throws IllegalArgumentException if there is no instance
     */
    public DemoStatus {
        instances = List.copyOf(instances);
        views = List.copyOf(views);
        samples = List.copyOf(samples);
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("expected at least one instance, found none");
        }
    }
}
