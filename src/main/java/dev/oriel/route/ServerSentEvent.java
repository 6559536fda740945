package dev.oriel.route;

import java.util.Optional;

/**
 * A server-sent event as a peer sends it.
 *
 * @param type its type; {@code message} if it has none
 * @param data its lines of data, joined by newlines; empty for an event that says no more than how far its sender is
 * @param id its id, if it has one of its own
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record ServerSentEvent(String type, byte[] data, Optional<String> id) {}
