package dev.oriel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** JSON as a person reads it in a cell of a table. */
final class JsonText {

    private JsonText() {}

    /** A member's text; empty if it is missing or null. */
    static String of(JsonNode object, String member) {
        return of(object.path(member));
    }

    /** Scalars as they are, lists separated by commas, objects as {@code name=value} with a space between. */
    static String of(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> {
                StringJoiner list = new StringJoiner(", ");
                node.forEach(element -> list.add(of(element)));
                yield list.toString();
            }
            case OBJECT -> {
                StringJoiner members = new StringJoiner(" ");
                node.properties().forEach(member -> members.add(member.getKey() + "=" + of(member.getValue())));
                yield members.toString();
            }
            case NULL, MISSING -> "";
            case BINARY, BOOLEAN, NUMBER, POJO, STRING -> node.asText();
        };
    }
}
