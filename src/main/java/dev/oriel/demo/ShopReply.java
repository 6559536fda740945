package dev.oriel.demo;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the shop answers to a request.
 *
 * @param status the HTTP status
 * @param headers besides those that HTTP itself wants
 * @param body JSON in UTF-8, with a line's end for who reads it in a terminal
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record ShopReply(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";

    ShopReply {
        headers = Map.copyOf(headers);
    }

    /** What was asked for. */
    static ShopReply json(int status, byte[] body) {
        return new ShopReply(status, Map.of(CONTENT_TYPE, "application/json"), line(body));
    }

    /** A problem without a type of its own: the status says all, but for the detail. */
    static ShopReply problem(int status, String title, String detail) {
        byte[] body = ShopJson.object(json -> {
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
        });
        return new ShopReply(status, Map.of(CONTENT_TYPE, "application/problem+json"), line(body));
    }

    private static byte[] line(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** This reply with one more header. */
    ShopReply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ShopReply(status, more, body);
    }
}
