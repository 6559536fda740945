package dev.oriel.demo;

/** What became of a command to the {@link OrderDesk}. */
sealed interface OrderOutcome {

    /**
     * Kafka has the event.
     *
     * @param order as it stands after it
     * @param position of the event's record in the log, {@code topic/partition@offset}
     */
    record Accepted(Order order, String position) implements OrderOutcome {}

    /** The command makes no sense in this shop; {@code reason} says what was expected. */
    record Invalid(String reason) implements OrderOutcome {}

    /** No order of that id was placed at this desk, or so many were since that it is forgotten. */
    record NoSuchOrder(String id) implements OrderOutcome {}

    /** The order may not have that status next. */
    record NotAllowed(Order order, OrderStatus wanted) implements OrderOutcome {}

    /** Kafka has not acknowledged the event in time; whether it has it is not known. */
    record NotWritten(String reason) implements OrderOutcome {}
}
