package dev.oriel.plain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** JSON as Jackson has it. */
final class JsonSerde extends Serdes.WrapperSerde<JsonNode> {

    private static final ObjectMapper JSON = new ObjectMapper();

    JsonSerde() {
        super((topic, value) -> write(value), (topic, bytes) -> read(bytes));
    }

    private static byte @Nullable [] write(@Nullable JsonNode value) {
        try {
            return value == null ? null : JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new SerializationException(e);
        }
    }

    private static @Nullable JsonNode read(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new SerializationException(e);
        }
    }
}
