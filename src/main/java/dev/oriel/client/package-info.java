/**
 * The Java client: reads Oriel's views from a service. Needs Java 17 and nothing beside the JDK.
 *
 * <p>An {@link dev.oriel.client.OrielClient} knows the servers, a {@link dev.oriel.client.ViewClient} reads one view, a
 * {@link dev.oriel.client.KeyRequest} is a read that asks for more than "now", a {@link dev.oriel.client.LookupRequest} one of many
 * keys, a {@link dev.oriel.client.ScanRequest} one of a range of them, an {@link dev.oriel.client.IndexRequest} one by what is in the
 * entries, a {@link dev.oriel.client.Session} makes reads build on one another, a {@link dev.oriel.client.Watch} tells changes as they
 * come.
 *
 * <pre>{@code
 * // One client for the whole service; any thread may use it.
 * OrielClient oriel = OrielClient.builder()
 *         .server("http://oriel-0:8080")
 *         .server("http://oriel-1:8080")
 *         .build();
 * }</pre>
 *
 * <pre>{@code
 * ViewClient orders = oriel.view("orders");
 *
 * // What is there now.
 * Optional<Entry> order = orders.get("o-1042");
 * order.ifPresent(entry -> page.accept("version " + entry.version() + ": " + entry.valueText()));
 *
 * // Read your own write: the session asks for what the broker has acknowledged.
 * Session session = oriel.session();
 * RecordMetadata written = producer.send(new ProducerRecord("orders", "o-1042", "{\"status\":\"paid\"}"))
 *         .get();
 * session.wrote(written.topic(), written.partition(), written.offset());
 * Entry paid = session.view("orders").get("o-1042").orElseThrow();
 * page.accept("mine: " + paid.valueText());
 *
 * // Wait for the next change.
 * ReadResult next = orders.key("o-1042")
 *         .changedSince(paid.version())
 *         .waitUpTo(Duration.ofSeconds(30))
 *         .read();
 * if (next instanceof ReadResult.Found changed) {
 *     page.accept("changed: " + changed.entry().valueText());
 * }
 *
 * // Follow all orders, until the future is cancelled.
 * CompletableFuture<Void> watch = orders.watchPrefix("o-").consume(event -> {
 *     if (event instanceof WatchEvent.Put put) {
 *         page.accept(put.key() + " is " + put.valueJson());
 *     }
 * });
 * }</pre>
 *
 * <p>A read that is not answered is an {@link dev.oriel.client.OrielException}, whose subclass tells why. Everything that can grow
 * has a bound, see {@link dev.oriel.client.OrielClient.Builder}.
 *
 * <p>Stands outside the server's flow: it uses {@code dev.oriel.api} alone, and speaks to a server over HTTP.
 */
@NullMarked
package dev.oriel.client;

import org.jspecify.annotations.NullMarked;
