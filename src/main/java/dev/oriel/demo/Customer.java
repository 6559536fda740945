package dev.oriel.demo;

import java.time.Instant;

/**
 * Someone who orders.
 *
 * @param id the record's key, such as {@code c-00042}
 * @param since when the account was opened
 */
record Customer(String id, String name, String email, String city, Country country, Instant since) {}
