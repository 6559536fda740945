package dev.oriel.demo;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A shop with a few hundred products and a thousand customers whose orders are placed, paid, packed, shipped and delivered;
 * some are cancelled or returned, and old delivered ones are removed now and then.
 *
 * <p>The same random generator and clock give the same shop. It remembers a bounded number of orders, however many it has
 * seen. For use by one thread at a time, but for what never changes and the numbering of orders.
 */
public final class Shop {

    private static final int PRODUCTS = 240;
    private static final int CUSTOMERS = 1_000;
    private static final int MAX_ITEMS = 5;
    private static final int MAX_PIECES = 3;

    /** About so many orders are under way once the shop has warmed up. */
    private static final int USUALLY_OPEN = 500;

    /** Delivered orders that may still be returned or removed; older ones stay as they are for good. */
    private static final int REMEMBERED_DELIVERED = 1_000;

    /** An order is old when so many have been delivered after it. */
    private static final int OLD_AFTER = 100;

    private static final double REMOVAL = 0.01;
    private static final double RETURN = 0.01;
    private static final double PLACE_WHEN_QUIET = 0.5;
    private static final double CANCELLATION = 0.03;

    private final RandomGenerator random;
    private final Clock clock;
    private final List<Product> products;
    private final List<Customer> customers;
    private final List<Order> open = new ArrayList<>();
    private final Deque<Order> delivered = new ArrayDeque<>();
    private final AtomicLong nextNumber;

    /** Opens a shop. Its order ids start at the clock's time, so that a shop opened later on the same topics makes new ones. */
    public Shop(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
        this.products = Catalog.products(PRODUCTS, random);
        this.customers = Clientele.customers(CUSTOMERS, random, clock.instant());
        // Sixteen numbers a millisecond: a shop that sells less than 16,000 orders a second stays behind the clock.
        this.nextNumber = new AtomicLong(clock.millis() << 4);
    }

    /** What is sold; never changes. */
    List<Product> products() {
        return products;
    }

    /** Who orders; never changes. */
    List<Customer> customers() {
        return customers;
    }

    /** An id that no order of this shop has. For any thread. */
    String nextOrderId() {
        return "o-" + Long.toString(nextNumber.getAndIncrement(), Character.MAX_RADIX);
    }

    /** What happens next. There is always something happening. */
    OrderEvent next() {
        double dice = random.nextDouble();
        if (dice < REMOVAL && delivered.size() > OLD_AFTER) {
            return new OrderEvent.Removed(delivered.removeFirst().id());
        }
        if (dice > 1 - RETURN && !delivered.isEmpty()) {
            return new OrderEvent.Changed(delivered.removeLast().become(OrderStatus.RETURNED, clock.instant()));
        }
        boolean quiet = open.size() < USUALLY_OPEN;
        if (open.isEmpty() || (quiet && random.nextDouble() < PLACE_WHEN_QUIET)) {
            return new OrderEvent.Changed(place());
        }
        return new OrderEvent.Changed(advance());
    }

    private Order place() {
        Customer customer = customers.get(random.nextInt(customers.size()));
        Order order = Order.placed(nextOrderId(), customer, basket(customer.country()), clock.instant());
        open.add(order);
        return order;
    }

    private List<Order.Item> basket(Country country) {
        int wanted = 1 + random.nextInt(MAX_ITEMS);
        Map<String, Order.Item> items = new LinkedHashMap<>();
        for (int i = 0; i < wanted; i++) {
            Product product = products.get(random.nextInt(products.size()));
            items.put(product.id(), Order.Item.of(product, 1 + random.nextInt(MAX_PIECES), country));
        }
        return List.copyOf(items.values());
    }

    private Order advance() {
        int index = random.nextInt(open.size());
        Order order = open.get(index);
        Order later = order.become(nextStatus(order.status()), clock.instant());
        switch (later.status()) {
            case PLACED, PAID, PACKED, SHIPPED -> open.set(index, later);
            case DELIVERED -> {
                closeAt(index);
                rememberDelivered(later);
            }
            case CANCELLED, RETURNED -> closeAt(index);
        }
        return later;
    }

    private OrderStatus nextStatus(OrderStatus status) {
        return switch (status) {
            case PLACED -> random.nextDouble() < CANCELLATION ? OrderStatus.CANCELLED : OrderStatus.PAID;
            case PAID -> random.nextDouble() < CANCELLATION ? OrderStatus.CANCELLED : OrderStatus.PACKED;
            case PACKED -> OrderStatus.SHIPPED;
            case SHIPPED -> OrderStatus.DELIVERED;
            case DELIVERED, CANCELLED, RETURNED ->
                throw new IllegalStateException("an order that is " + status + " is not under way");
        };
    }

    /** Order among the open ones means nothing, so the last fills the gap. */
    private void closeAt(int index) {
        Order last = open.removeLast();
        if (index < open.size()) {
            open.set(index, last);
        }
    }

    private void rememberDelivered(Order order) {
        delivered.addLast(order);
        if (delivered.size() > REMEMBERED_DELIVERED) {
            delivered.removeFirst();
        }
    }
}
