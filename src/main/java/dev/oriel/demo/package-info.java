/**
 * The shop that {@code oriel demo} shows: what it sells, what happens in it, the traffic that writes this to Kafka, and the
 * screen that tells what runs.
 *
 * <p>Stands beside the flow and holds no servers: the command starts a broker and instances, and puts
 * {@link dev.oriel.demo.ShopTraffic} and {@link dev.oriel.demo.DemoScreen} around them. {@link dev.oriel.demo.Shop} is
 * deterministic: the same seed and the same clock give the same shop, so tests can use it as their source of records.
 */
@NullMarked
package dev.oriel.demo;

import org.jspecify.annotations.NullMarked;
