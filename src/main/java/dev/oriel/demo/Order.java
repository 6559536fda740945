package dev.oriel.demo;

import java.time.Instant;
import java.util.List;

/**
 * An order as it stands after its latest event. Amounts are in the currency of the customer's country.
 *
 * @param id the record's key
 * @param version 1 when placed, one more with each event
 * @param placedAt when it was placed
 * @param updatedAt when its latest event happened
 */
record Order(
        String id,
        int version,
        OrderStatus status,
        Customer customer,
        List<Item> items,
        Money shipping,
        Instant placedAt,
        Instant updatedAt) {

    /**
     * Some pieces of one product.
     *
     * @param unitPrice what one piece costs
     */
    record Item(String productId, String name, int quantity, Money unitPrice) {

        /** Pieces of a product at what they cost in a country. */
        static Item of(Product product, int quantity, Country country) {
            return new Item(
                    product.id(), product.name(), quantity, product.price().at(country.rateHundredths()));
        }

        Money amount() {
            return unitPrice.times(quantity);
        }
    }

    Order {
        items = List.copyOf(items);
    }

    /** An order's first event. */
    static Order placed(String id, Customer customer, List<Item> items, Instant now) {
        return new Order(
                id, 1, OrderStatus.PLACED, customer, items, customer.country().shipping(), now, now);
    }

    /** The items without delivery. */
    Money subtotal() {
        return items.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
    }

    /** What the customer pays. */
    Money total() {
        return subtotal().plus(shipping);
    }

    /**
     * The order after its next event.
     *
     * @throws IllegalStateException if its status does not allow that one next
     */
    Order become(OrderStatus next, Instant now) {
        if (!status.mayBecome(next)) {
            throw new IllegalStateException("order %s is %s and cannot become %s".formatted(id, status, next));
        }
        return new Order(id, version + 1, next, customer, items, shipping, placedAt, now);
    }
}
