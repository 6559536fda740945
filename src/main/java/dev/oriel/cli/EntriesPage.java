package dev.oriel.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of entries as a server answered it.
 *
 * @param lines the entries as they came, byte for byte but for line breaks, each on a line of its own
 * @param next the cursor of the next page; empty if there is none
 * @param missing the partitions that were left out
 */
record EntriesPage(List<byte[]> lines, Optional<String> next, List<Integer> missing) {

    /**
     * Reads an answer's body.
     *
     * @throws IOException if it is none
     */
    static EntriesPage parse(byte[] body) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        Optional<String> next = Optional.empty();
        boolean listed = false;
        try (JsonParser json = new JsonMapper().createParser(body)) {
            require(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                JsonToken value = json.nextToken();
                switch (member) {
                    case "entries" -> {
                        require(value, JsonToken.START_ARRAY);
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            lines.add(line(json, body));
                        }
                        listed = true;
                    }
                    case "next" -> next = Optional.of(json.getText());
                    case "missing" -> {
                        require(value, JsonToken.START_ARRAY);
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            missing.add(json.getIntValue());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        }
        if (!listed) {
            throw new IOException("no entries");
        }
        return new EntriesPage(lines, next, missing);
    }

    /** Not as Jackson would write it: numbers keep their digits. */
    private static byte[] line(JsonParser json, byte[] body) throws IOException {
        require(json.currentToken(), JsonToken.START_OBJECT);
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int end = (int) json.currentLocation().getByteOffset();
        byte[] line = Arrays.copyOfRange(body, start, end + 1);
        // Outside of strings they are blanks, and inside there are none.
        for (int i = 0; i < line.length; i++) {
            line[i] = line[i] == '\n' || line[i] == '\r' ? (byte) ' ' : line[i];
        }
        line[line.length - 1] = '\n';
        return line;
    }

    private static void require(JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new IOException("expected " + expected);
        }
    }
}
