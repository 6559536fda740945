package dev.oriel.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The records' values, and the objects of answers: compact JSON in UTF-8, fields in a fixed order, amounts as numbers with two decimals, times in ISO 8601. */
final class ShopJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ShopJson() {}

    static byte[] of(Product product) {
        return object(json -> {
            json.writeStringField("id", product.id());
            json.writeStringField("name", product.name());
            json.writeStringField("category", product.category());
            writeMoney(json, "price", product.price());
            json.writeStringField("currency", "EUR");
            json.writeNumberField("stock", product.stock());
        });
    }

    static byte[] of(Customer customer) {
        return object(json -> {
            json.writeStringField("id", customer.id());
            json.writeStringField("name", customer.name());
            json.writeStringField("email", customer.email());
            json.writeStringField("city", customer.city());
            json.writeStringField("country", customer.country().code());
            json.writeStringField("since", customer.since().toString());
        });
    }

    static byte[] of(Order order) {
        Country country = order.customer().country();
        return object(json -> {
            json.writeStringField("id", order.id());
            json.writeNumberField("version", order.version());
            json.writeStringField("status", order.status().wireName());
            json.writeStringField("customerId", order.customer().id());
            json.writeStringField("country", country.code());
            json.writeStringField("currency", country.currency());
            writeItems(json, order);
            writeMoney(json, "subtotal", order.subtotal());
            writeMoney(json, "shipping", order.shipping());
            writeMoney(json, "total", order.total());
            json.writeStringField("placedAt", order.placedAt().toString());
            json.writeStringField("updatedAt", order.updatedAt().toString());
        });
    }

    private static void writeItems(JsonGenerator json, Order order) throws IOException {
        json.writeArrayFieldStart("items");
        for (Order.Item item : order.items()) {
            json.writeStartObject();
            json.writeStringField("productId", item.productId());
            json.writeStringField("name", item.name());
            json.writeNumberField("quantity", item.quantity());
            writeMoney(json, "unitPrice", item.unitPrice());
            writeMoney(json, "amount", item.amount());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeMoney(JsonGenerator json, String field, Money money) throws IOException {
        json.writeNumberField(field, money.decimal());
    }

    /** An object of one's own. */
    static byte[] object(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the inside of an object. */
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
