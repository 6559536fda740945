/**
 * The Java client: reads Oriel's views from a service. Needs Java 17 and nothing beside the JDK.
 *
 * <p>{@link dev.oriel.client.OrielClient} knows the servers, a {@link dev.oriel.client.ViewClient} one view, a
 * {@link dev.oriel.client.KeyRequest} one read that asks for more than "now", a {@link dev.oriel.client.Session} reads that build
 * on one another, a {@link dev.oriel.client.Watch} changes as they come.
 *
 * <pre>{@code
 * EXAMPLE
 * }</pre>
 *
 * <p>What is not answered is an {@link dev.oriel.client.OrielException}, whose subclass tells why. Everything that can grow has a
 * bound, see {@link dev.oriel.client.OrielClient.Builder}.
 *
 * <p>Stands outside the server's flow: it uses {@code dev.oriel.api} alone, and speaks to a server over HTTP.
 */
@NullMarked
package dev.oriel.client;

import org.jspecify.annotations.NullMarked;
