/**
 * The shop that {@code oriel demo} shows: what it sells, what happens in it, the traffic that writes this to Kafka, the server
 * that takes orders, and the screen that tells what runs.
 *
 * <p>Stands beside the flow and knows nothing of Oriel: the command starts a broker and instances, and puts
 * {@link dev.oriel.demo.ShopTraffic}, {@link dev.oriel.demo.ShopServer} and {@link dev.oriel.demo.DemoScreen} around them.
 * {@link dev.oriel.demo.Shop} is deterministic: the same seed and the same clock give the same shop, so tests can use it as their
 * source of records.
 */
@NullMarked
package dev.oriel.demo;

import org.jspecify.annotations.NullMarked;
