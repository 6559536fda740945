package dev.oriel.demo;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the bodies of commands, strictly: what is missing, unknown, twice there or of another type is refused. */
final class CommandJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int SHOWN = 60;
    private static final String ORDER_EXAMPLE =
            "such as {\"customer\":\"c-00001\",\"product\":\"p-0001\",\"quantity\":2}";
    private static final String STATUS_EXAMPLE = "such as {\"status\":\"paid\"}";

    private CommandJson() {}

    /** An order to be placed. */
    static OrderRequest order(byte[] body) throws BadCommandException {
        JsonNode order = object(body, List.of("customer", "product", "quantity"), ORDER_EXAMPLE);
        return new OrderRequest(text(order, "customer"), text(order, "product"), quantity(order.get("quantity")));
    }

    /** The status that an order is to have. */
    static OrderStatus status(byte[] body) throws BadCommandException {
        String name = text(object(body, List.of("status"), STATUS_EXAMPLE), "status");
        Optional<OrderStatus> status = Arrays.stream(OrderStatus.values())
                .filter(each -> each.wireName().equals(name))
                .findFirst();
        if (status.isEmpty()) {
            String known = Arrays.stream(OrderStatus.values())
                    .map(OrderStatus::wireName)
                    .collect(Collectors.joining(", "));
            throw new BadCommandException("status: expected one of " + known + ", found '" + shortened(name) + "'");
        }
        return status.get();
    }

    private static JsonNode object(byte[] body, List<String> members, String example) throws BadCommandException {
        JsonNode read = tree(body, example);
        if (!read.isObject()) {
            throw new BadCommandException("the body: expected a JSON object, " + example);
        }
        for (Iterator<String> names = read.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw new BadCommandException(
                        "unknown member '" + shortened(name) + "'; expected " + String.join(", ", members));
            }
        }
        for (String name : members) {
            if (!read.has(name)) {
                throw new BadCommandException(name + " is missing; expected an object " + example);
            }
        }
        return read;
    }

    private static JsonNode tree(byte[] body, String example) throws BadCommandException {
        try {
            return JSON.readTree(body);
        } catch (JsonParseException e) {
            throw unreadable(e.getOriginalMessage(), example, e);
        } catch (MismatchedInputException e) {
            throw unreadable("more follows behind the object", example, e);
        } catch (IOException e) {
            throw unreadable("it is not JSON", example, e);
        }
    }

    private static BadCommandException unreadable(String why, String example, IOException cause) {
        return new BadCommandException("the body: " + why + "; expected a JSON object, " + example, cause);
    }

    private static String text(JsonNode object, String member) throws BadCommandException {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw new BadCommandException(member + ": expected a string, found " + shortened(value.toString()));
        }
        return value.textValue();
    }

    private static int quantity(JsonNode value) throws BadCommandException {
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > OrderRequest.MAX_QUANTITY) {
            throw new BadCommandException("quantity: expected a whole number from 1 to " + OrderRequest.MAX_QUANTITY
                    + ", found " + shortened(value.toString()));
        }
        return value.intValue();
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
