package dev.oriel.demo;

/** What happens to an order, as it is written to the topic. */
sealed interface OrderEvent {

    /** The record's key. */
    String orderId();

    /** The order is new or has changed; the record carries the whole of it. */
    record Changed(Order order) implements OrderEvent {
        @Override
        public String orderId() {
            return order.id();
        }
    }

    /** The order is old and removed: a tombstone, a record without a value. */
    record Removed(String orderId) implements OrderEvent {}
}
