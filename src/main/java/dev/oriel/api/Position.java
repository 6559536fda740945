package dev.oriel.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far one source partition has been reached: "the record at {@code offset}, and all before it, are reflected".
 *
 * <p>Written {@code topic/partition@offset}; positions handed out by Oriel add {@code ~} and the topic's id, so that a
 * topic that was deleted and made again is noticed.
 *
 * @param topic the source topic
 * @param partition the partition, from 0
 * @param offset the offset, inclusive; -1 means that nothing has been reached yet
 * @param topicId the topic's id as Kafka prints it, when known
 */
public record Position(String topic, int partition, long offset, Optional<String> topicId) {

    /** How a position is written, for error messages. */
    public static final String FORM = "topic/partition@offset, for example orders/3@1234";

    /** How many positions a list may have. */
    public static final int MAX_IN_LIST = 1_000;

    private static final Pattern WRITTEN =
            Pattern.compile("([A-Za-z0-9._-]{1,249})/([0-9]{1,10})@(-1|[0-9]{1,19})(?:~([A-Za-z0-9_-]{1,64}))?");

    public Position {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(topicId, "topicId");
    }

    /**
     * Reads one position.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    public static Position parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected " + FORM);
        }
        try {
            return new Position(
                    parts.group(1),
                    Integer.parseInt(parts.group(2)),
                    Long.parseLong(parts.group(3)),
                    Optional.ofNullable(parts.group(4)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected " + FORM + ", with a partition and an offset that exist", e);
        }
    }

    /**
     * Reads positions joined by commas, with or without blanks around them.
     *
     * @throws IllegalArgumentException if there is none, more than {@value #MAX_IN_LIST}, or one that is no position; the
     *     message says what was expected
     */
    public static List<Position> parseList(String text) {
        String[] items = text.split(",", -1);
        if (items.length > MAX_IN_LIST) {
            throw new IllegalArgumentException("expected at most " + MAX_IN_LIST + " positions");
        }
        return Arrays.stream(items).map(item -> parse(item.strip())).toList();
    }

    /** Positions as a list is written. */
    public static String listed(List<Position> positions) {
        return positions.stream().map(Position::toString).collect(Collectors.joining(","));
    }

    /** The wire form, for example {@code orders/3@1234~k3QxC0vSTb2eIPhLQTdRXw}. */
    @Override
    public String toString() {
        String position = topic + "/" + partition + "@" + offset;
        return topicId.map(id -> position + "~" + id).orElse(position);
    }
}
