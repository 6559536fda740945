package dev.oriel.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.oriel.config.KeyType;
import dev.oriel.config.ValueType;
import dev.oriel.store.Entry;
import dev.oriel.view.View;
import dev.oriel.watch.KeyState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * An entry as one line of JSON, such as {@code {"key":"o-1","version":7,"timestamp":"2026-11-22T10:15:30.123Z","value":{…}}}. A
 * JSON value is put in as it is stored, but that line breaks between its parts become blanks; a string becomes a JSON string, a
 * number stays one, bytes are written in base64. For the views whose keys are numbers the key is a number. Stateless.
 */
final class EntryJson {

    private static final byte[] QUOTE = {'"'};

    private final KeyType keyType;
    private final ValueType valueType;
    private final View view;

    /** For the entries of a view. */
    EntryJson(View view) {
        this.view = view;
        this.keyType = view.config().key();
        this.valueType = view.config().value();
    }

    /**
     * A key's state.
     *
     * @param state the state; what is deleted or absent has no value, and what is absent no more than a key
     * @param conflated how many changes were left out before; said if there are any
     */
    byte[] write(KeyState state, long conflated) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        text("{\"key\":", json);
        key(state.key(), json);
        switch (state) {
            case KeyState.Present present -> {
                Entry entry = present.entry();
                text(",\"version\":" + entry.version(), json);
                timestamp(entry.timestamp(), json);
                text(",\"value\":", json);
                value(bytes(entry.value()), json);
            }
            case KeyState.Deleted deleted -> {
                deleted.version().ifPresent(version -> text(",\"version\":" + version, json));
                timestamp(deleted.timestamp(), json);
            }
            case KeyState.Absent absent -> {}
        }
        if (conflated > 0) {
            text(",\"conflated\":" + conflated, json);
        }
        json.write('}');
        return json.toByteArray();
    }

    /** A key with its entry, or that it is absent. */
    byte[] write(byte[] key, Optional<Entry> entry) {
        if (entry.isPresent()) {
            return write(new KeyState.Present(key, entry.get()), 0);
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(64);
        text("{\"key\":", json);
        key(key, json);
        text(",\"absent\":true}", json);
        return json.toByteArray();
    }

    private void key(byte[] key, ByteArrayOutputStream json) {
        String text = view.keys().format(key);
        switch (keyType) {
            case STRING, UUID -> string(text, json);
            case INT, LONG -> text(text, json);
        }
    }

    private static void timestamp(long millis, ByteArrayOutputStream json) {
        text(",\"timestamp\":\"" + Instant.ofEpochMilli(millis) + '"', json);
    }

    private void value(byte[] value, ByteArrayOutputStream json) {
        switch (valueType) {
            case JSON -> json.writeBytes(onOneLine(value));
            case LONG, DOUBLE -> json.writeBytes(value);
            case STRING -> string(new String(value, UTF_8), json);
            case BYTES -> {
                json.writeBytes(QUOTE);
                json.writeBytes(Base64.getEncoder().encode(value));
                json.writeBytes(QUOTE);
            }
        }
    }

    /** Inside a JSON string a line break is always escaped; one that is not stands where a blank could. */
    private static byte[] onOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] copy = new byte[value.remaining()];
        value.get(copy);
        return copy;
    }

    private static void string(String text, ByteArrayOutputStream json) {
        json.writeBytes(QUOTE);
        json.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        json.writeBytes(QUOTE);
    }

    private static void text(String ascii, ByteArrayOutputStream json) {
        json.writeBytes(ascii.getBytes(US_ASCII));
    }
}
