package dev.oriel.http;

import dev.oriel.ops.Metrics;
import dev.oriel.read.KeyReader;
import dev.oriel.route.LinkAnswer;
import dev.oriel.route.LinkRequest;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A lookup that has come over a link. What cannot be answered soon, or is long, is declined, lest it keep others waiting. */
final class LinkExchange extends Exchange {

    private static final int LONGEST_BODY = 64 << 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final LinkConnection link;
    private final LinkRequest request;
    private final int pathEnd;
    private final ResponseBudget budget;
    private final HttpFields fields;
    private final HttpFields.Mutable headers = HttpFields.build();

    LinkExchange(LinkConnection link, LinkRequest request, ResponseBudget budget, Metrics metrics) {
        super(metrics);
        this.link = link;
        this.request = request;
        this.budget = budget;
        pathEnd = request.target().indexOf('?');
        HttpFields.Mutable asked = HttpFields.build();
        request.fields().forEach(asked::put);
        fields = asked;
    }

    @Override
    String path() {
        return pathEnd < 0 ? request.target() : request.target().substring(0, pathEnd);
    }

    @Override
    @Nullable
    String query() {
        return pathEnd < 0 ? null : request.target().substring(pathEnd + 1);
    }

    @Override
    HttpFields fields() {
        return fields;
    }

    @Override
    HttpFields.Mutable headers() {
        return headers;
    }

    @Override
    void send(int status, ByteBuffer body) {
        int bytes = body.remaining();
        if (bytes > LONGEST_BODY) {
            decline();
        } else if (budget.take(bytes)) {
            write(status, body, () -> budget.giveBack(bytes));
        } else {
            headers.clear();
            send(budget.exhausted());
        }
    }

    @Override
    void sendShort(int status, ByteBuffer body) {
        write(status, body, () -> {});
    }

    private void write(int status, ByteBuffer body, Runnable written) {
        count(status);
        Map<String, String> named = LinkedHashMap.newLinkedHashMap(headers.size());
        for (HttpField field : headers) {
            named.put(field.getName(), field.getValue());
        }
        link.send(LinkAnswer.frame(request.id(), status, named, body), written);
    }

    @Override
    Executor pool() {
        return link.getExecutor();
    }

    @Override
    void pend(KeyRequests.Parsed.Valid read, KeyReader reader, KeyResponses responses) {
        decline();
    }

    /** Has the request made in the ordinary way. */
    void decline() {
        link.send(LinkAnswer.frame(request.id(), LinkAnswer.DECLINED, Map.of(), NOTHING), () -> {});
    }
}
