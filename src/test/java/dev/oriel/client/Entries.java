package dev.oriel.client;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Entries as Oriel lists them: each key's value is its own text, its version 7. */
final class Entries {

    static final String POSITION = "orders/0@12~id,orders/1@5~id";

    private Entries() {}

    static String entry(String key) {
        return entry(Json.quoted(key), Json.quoted(key));
    }

    static String entry(String keyJson, String valueJson) {
        return "{\"key\":%s,\"version\":7,\"timestamp\":\"2026-11-22T10:15:30.123Z\",\"value\":%s}"
                .formatted(keyJson, valueJson);
    }

    static String absent(String key) {
        return "{\"key\":%s,\"absent\":true}".formatted(Json.quoted(key));
    }

    /** A page with more members, each with a comma in front. */
    static String page(String members, String... entries) {
        return "{\"entries\":[%s]%s,\"position\":\"%s\"}".formatted(String.join(",", entries), members, POSITION);
    }

    static String pageOf(String members, String... keys) {
        return page(members, Arrays.stream(keys).map(Entries::entry).toArray(String[]::new));
    }

    static String lines(String... keys) {
        return Arrays.stream(keys).map(key -> entry(key) + "\n").collect(Collectors.joining());
    }
}
