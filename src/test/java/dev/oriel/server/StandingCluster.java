package dev.oriel.server;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three instances with a view of every sort, which the tests that only read and write share: started by the first of them,
 * stopped after the last. Whoever writes uses keys of their own; nobody writes what cannot be read, or stops an instance.
 */
final class StandingCluster implements BeforeAllCallback {

    /** Each view's topic is named as the view. */
    static final String VIEWS = """
            words: { table: { topic: words } }
            counts: { table: { topic: counts }, key: int, value: long }
            places: { table: { topic: places }, key: long, value: double, store: memory }
            people: { table: { topic: people }, key: uuid, value: string }
            blobs: { table: { topic: blobs }, value: bytes, store: memory }
            revised: { table: { topic: revised }, version: .meta.revision }
            stamped: { table: { topic: stamped }, version: { header: revision } }
            products: { global: { topic: products } }
            """;

    private static final int INSTANCES = 3;
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(StandingCluster.class);

    private final SharedKafka kafka;
    private static volatile @Nullable OrielCluster cluster;

    StandingCluster(SharedKafka kafka) {
        this.kafka = kafka;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        kafka.beforeAll(context);
        cluster = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(OrielCluster.class, key -> start(), OrielCluster.class);
    }

    private OrielCluster start() {
        kafka.create("words:6:compact");
        for (String topic : new String[] {"counts", "places", "people", "blobs", "revised", "stamped", "products"}) {
            kafka.create(topic + ":3:compact");
        }
        try {
            return OrielCluster.ready(kafka, INSTANCES, VIEWS);
        } catch (StartException e) {
            throw new AssertionError(e);
        }
    }

    OrielCluster get() {
        OrielCluster now = cluster;
        if (now == null) {
            throw new IllegalStateException("@RegisterExtension starts it");
        }
        return now;
    }
}
