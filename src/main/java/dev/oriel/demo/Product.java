package dev.oriel.demo;

/**
 * Something the shop sells.
 *
 * @param id the record's key, such as {@code p-0042}
 * @param price in euros
 * @param stock pieces in the warehouse when the shop opened
 */
record Product(String id, String name, String category, Money price, int stock) {}
