package dev.oriel.demo;

import dev.oriel.broker.TopicException;
import dev.oriel.broker.TopicSpec;
import dev.oriel.broker.Topics;
import dev.oriel.demo.DemoStatus.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * Writes a {@link Shop} to Kafka: products and customers once, then order events at a steady rate on a thread of its own.
 *
 * <p>A record that Kafka does not take is counted and left out; the traffic goes on. Safe for use by several threads.
 */
public final class ShopTraffic implements AutoCloseable {

    /** The topic of orders, keyed by order id. */
    public static final TopicSpec ORDERS = TopicSpec.compacted("orders", 12);

    /** The topic of customers, keyed by customer id. */
    public static final TopicSpec CUSTOMERS = TopicSpec.compacted("customers", 6);

    /** The topic of products, keyed by product id. */
    public static final TopicSpec PRODUCTS = TopicSpec.compacted("products", 3);

    private static final int RECENT_ORDERS = 100;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final Shop shop;
    private final RecordWriter records;
    private final Thread clerk;
    private final RecentKeys recentOrders = new RecentKeys(RECENT_ORDERS);
    private final AtomicBoolean closed = new AtomicBoolean();

    private ShopTraffic(Shop shop, RecordWriter records, double rate) {
        this.shop = shop;
        this.records = records;
        this.clerk = Thread.ofPlatform().daemon().name("oriel-shop-traffic").unstarted(() -> writeOrders(rate));
    }

    /**
     * Creates the topics that are absent, writes products and customers, and starts to write orders. Returns when the
     * products and customers are acknowledged; gives up within two minutes.
     *
     * @param bootstrapServers any Kafka
     * @param shop used by the traffic alone from now on
     * @param rate order events per second, more than 0
     * @throws IllegalArgumentException if the rate is not a positive number
     * @throws TopicException if a topic cannot be created or has another number of partitions
     * @throws KafkaException if products and customers cannot be written
     */
    public static ShopTraffic start(String bootstrapServers, Shop shop, double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("expected a rate of more than 0 records per second, found " + rate);
        }
        try (Topics topics = Topics.connect(bootstrapServers)) {
            List.of(PRODUCTS, CUSTOMERS, ORDERS).forEach(topics::createIfAbsent);
        }
        ShopTraffic traffic = new ShopTraffic(shop, RecordWriter.batching(bootstrapServers), rate);
        try {
            traffic.writeMasterData();
        } catch (KafkaException e) {
            traffic.close();
            throw e;
        }
        traffic.clerk.start();
        return traffic;
    }

    /** How many records Kafka has acknowledged so far: products, customers, order events. */
    public long written() {
        return records.written();
    }

    /** How many records Kafka has not taken. */
    public long failed() {
        return records.failed();
    }

    /** Ids of up to a hundred orders whose latest event is acknowledged and that are not removed, newest first. */
    public List<String> recentOrderIds() {
        return recentOrders.newestFirst();
    }

    /** One key of each topic that holds something now, under the name of the topic: an order only once one is acknowledged. */
    public List<Sample> samples() {
        Stream<Sample> order = recentOrderIds().stream().limit(1).map(id -> new Sample(ORDERS.name(), id));
        Stream<Sample> masterData = Stream.of(
                new Sample(CUSTOMERS.name(), shop.customers().getFirst().id()),
                new Sample(PRODUCTS.name(), shop.products().getFirst().id()));
        return Stream.concat(order, masterData).toList();
    }

    /** Stops writing and waits up to five seconds for what is in flight. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clerk.interrupt();
        try {
            clerk.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            records.close();
        }
    }

    private void writeMasterData() {
        try {
            for (Product product : shop.products()) {
                records.write(PRODUCTS.name(), product.id(), ShopJson.of(product), where -> {});
            }
            for (Customer customer : shop.customers()) {
                records.write(CUSTOMERS.name(), customer.id(), ShopJson.of(customer), where -> {});
            }
            records.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while writing products and customers", e);
        }
        if (records.failed() > 0) {
            throw new KafkaException(records.failed() + " products and customers could not be written");
        }
    }

    private void writeOrders(double rate) {
        Pace pace = new Pace(rate, System.nanoTime());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long wait = pace.nanosUntilDue(System.nanoTime());
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                } else {
                    write(shop.next());
                    pace.happened(System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OrderEvent event) throws InterruptedException {
        String id = event.orderId();
        switch (event) {
            case OrderEvent.Changed changed ->
                records.write(ORDERS.name(), id, ShopJson.of(changed.order()), where -> recentOrders.add(id));
            case OrderEvent.Removed removed -> records.write(ORDERS.name(), id, null, where -> recentOrders.remove(id));
        }
    }
}
