package dev.oriel.demo;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shop's HTTP interface without the HTTP: from a method, a path and a body to the reply. Safe for use by several threads. */
final class ShopApi {

    private static final String ORDERS = "/orders";
    private static final Pattern STATUS = Pattern.compile("/orders/([^/]+)/status");
    private static final String COMMANDS = "POST /orders places an order, PUT /orders/{id}/status moves it on";

    private final OrderDesk desk;
    private final URI reads;

    /** @param reads where orders are read: the public URL of an instance of Oriel */
    ShopApi(OrderDesk desk, URI reads) {
        this.desk = desk;
        this.reads = reads;
    }

    /** Carries a command out and answers when it is settled. */
    ShopReply answer(String method, String path, byte[] body) throws InterruptedException {
        Matcher status = STATUS.matcher(path);
        try {
            if (path.equals(ORDERS)) {
                return method.equals("POST") ? place(CommandJson.order(body)) : notAllowed(method, "POST");
            }
            if (status.matches()) {
                return method.equals("PUT")
                        ? move(status.group(1), CommandJson.status(body))
                        : notAllowed(method, "PUT");
            }
            return ShopReply.problem(404, "Not Found", "There is nothing at this path. " + COMMANDS + ".");
        } catch (BadCommandException e) {
            return badRequest(String.valueOf(e.getMessage()));
        }
    }

    private ShopReply place(OrderRequest request) throws InterruptedException {
        OrderOutcome outcome = desk.place(request);
        ShopReply reply = reply(outcome, 201);
        return outcome instanceof OrderOutcome.Accepted accepted
                ? reply.with("Location", reads.resolve(keyPath(accepted)).toString())
                : reply;
    }

    private ShopReply move(String id, OrderStatus next) throws InterruptedException {
        return reply(desk.move(id, next), 200);
    }

    private ShopReply reply(OrderOutcome outcome, int accepted) {
        return switch (outcome) {
            case OrderOutcome.Accepted done -> ShopReply.json(accepted, receipt(done));
            case OrderOutcome.Invalid invalid -> badRequest(invalid.reason());
            case OrderOutcome.NoSuchOrder unknown ->
                ShopReply.problem(
                        404,
                        "Not Found",
                        "No order '%s' is known here: only the last %,d that were placed with POST /orders are."
                                .formatted(unknown.id(), OrderDesk.REMEMBERED));
            case OrderOutcome.NotAllowed refused -> ShopReply.problem(409, "Conflict", conflict(refused));
            case OrderOutcome.NotWritten failed ->
                ShopReply.problem(
                                503,
                                "Service Unavailable",
                                "Kafka has not taken the event: " + failed.reason() + ". It may yet come to be there.")
                        .with("Retry-After", "5");
        };
    }

    /** Where the event is, and the read that is sure to show it. */
    private byte[] receipt(OrderOutcome.Accepted done) {
        Order order = done.order();
        return ShopJson.object(json -> {
            json.writeStringField("id", order.id());
            json.writeNumberField("version", order.version());
            json.writeStringField("status", order.status().wireName());
            json.writeStringField("position", done.position());
            json.writeStringField(
                    "read",
                    reads.resolve(keyPath(done) + "?after=" + done.position() + "&wait=10s")
                            .toString());
        });
    }

    private static String keyPath(OrderOutcome.Accepted done) {
        return "/v1/views/" + ShopTraffic.ORDERS.name() + "/keys/"
                + done.order().id();
    }

    private static String conflict(OrderOutcome.NotAllowed refused) {
        Order order = refused.order();
        List<String> possible =
                order.status().next().stream().map(OrderStatus::wireName).toList();
        String next = possible.isEmpty() ? "stays so" : "may become " + String.join(" or ", possible);
        return "Order '%s' is %s and %s, but not %s."
                .formatted(
                        order.id(),
                        order.status().wireName(),
                        next,
                        refused.wanted().wireName());
    }

    private static ShopReply badRequest(String reason) {
        return ShopReply.problem(400, "Bad Request", reason + ".");
    }

    private static ShopReply notAllowed(String method, String allowed) {
        return ShopReply.problem(
                        405,
                        "Method Not Allowed",
                        method + " is not answered here: " + COMMANDS + "; orders are read from Oriel.")
                .with("Allow", allowed);
    }
}
