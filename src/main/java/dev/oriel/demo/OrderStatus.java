package dev.oriel.demo;

import java.util.Locale;

/** Where an order stands. It moves along the main line, may leave it by being cancelled or returned, and never goes back. */
enum OrderStatus {
    PLACED,
    PAID,
    PACKED,
    SHIPPED,
    DELIVERED,
    CANCELLED,
    RETURNED;

    /** Whether an order of this status may have that one next. */
    boolean mayBecome(OrderStatus next) {
        return switch (this) {
            case PLACED -> next == PAID || next == CANCELLED;
            case PAID -> next == PACKED || next == CANCELLED;
            case PACKED -> next == SHIPPED;
            case SHIPPED -> next == DELIVERED;
            case DELIVERED -> next == RETURNED;
            case CANCELLED, RETURNED -> false;
        };
    }

    /** The status as it stands in the order's JSON. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
