/**
 * The server that a team writes by hand from the guides: Kafka Streams with a table, interactive queries and Javalin. It is what
 * Oriel is compared with.
 */
@NullMarked
package dev.oriel.plain;

import org.jspecify.annotations.NullMarked;
