package dev.oriel.demo;

import java.util.List;
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

    /** What an order of this status may become next. */
    List<OrderStatus> next() {
        return switch (this) {
            case PLACED -> List.of(PAID, CANCELLED);
            case PAID -> List.of(PACKED, CANCELLED);
            case PACKED -> List.of(SHIPPED);
            case SHIPPED -> List.of(DELIVERED);
            case DELIVERED -> List.of(RETURNED);
            case CANCELLED, RETURNED -> List.of();
        };
    }

    /** Whether an order of this status may have that one next. */
    boolean mayBecome(OrderStatus status) {
        return next().contains(status);
    }

    /** The status as it stands in the order's JSON. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
