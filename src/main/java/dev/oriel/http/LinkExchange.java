package dev.oriel.http;

import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Outcome;
import dev.oriel.read.Pending;
import dev.oriel.route.LinkAnswer;
import dev.oriel.route.LinkRequest;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A read that has come over a link. What is long is declined, lest it keep others waiting, and what cannot be answered soon, unless the
 * other end says that it may wait.
 */
final class LinkExchange extends Exchange {

    private static final String METHOD = "GET";
    private static final int LONGEST_BODY = 64 << 10;

    private final LinkConnection link;
    private final LinkRequest request;
    private final ResponseBudget budget;
    private final HttpFields fields;
    private final HttpFields.Mutable headers = HttpFields.build();
    private volatile Optional<Pending> pending = Optional.empty();
    private volatile boolean cancelled;

    LinkExchange(LinkConnection link, LinkRequest request, ResponseBudget budget, RequestObserver observer) {
        super(
                Operation.GET,
                observer,
                observer.begin(
                        Operation.GET,
                        METHOD,
                        request.path(),
                        name -> request.fields().get(name)));
        this.link = link;
        this.request = request;
        this.budget = budget;
        HttpFields.Mutable asked = HttpFields.build();
        request.fields().forEach(asked::put);
        fields = asked;
        if (request.waits()) {
            link.waiting(request.id(), this);
        }
    }

    @Override
    String path() {
        return request.path();
    }

    @Override
    @Nullable
    String query() {
        return request.query().orElse(null);
    }

    @Override
    String method() {
        return METHOD;
    }

    @Override
    String client() {
        return String.valueOf(link.getEndPoint().getRemoteSocketAddress());
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
        send(LinkAnswer.frame(request.id(), status, named, body), written);
    }

    private void send(byte[] frame, Runnable written) {
        if (request.waits()) {
            link.waitsNoMore(request.id());
        }
        link.send(frame, written);
    }

    @Override
    Executor pool() {
        return link.getExecutor();
    }

    @Override
    void pend(KeyRequests.Parsed.Valid read, KeyReader reader, KeyResponses responses) {
        if (!request.waits()) {
            decline();
            return;
        }
        long since = System.nanoTime();
        Pending begun = reader.pend(read.read(), new Pending.Reply() {
            @Override
            public void outcome(Outcome outcome) {
                timing().pending(System.nanoTime() - since, read.patience().isPresent());
                responses.send(LinkExchange.this, read, outcome);
            }

            @Override
            public void failure(RuntimeException cause) {
                fail(cause);
            }
        });
        pending = Optional.of(begun);
        if (cancelled) {
            cancel();
        } else {
            // Should it be cancelled between the two, it ends as soon as it begins.
            begun.begin();
        }
    }

    /** Nobody waits for the answer any more. There may be one on its way all the same. */
    void cancel() {
        cancelled = true;
        if (pending.map(Pending::cancel).orElse(false)) {
            count(CLIENT_LEFT);
        }
    }

    /** Has the request made in the ordinary way. */
    void decline() {
        send(LinkAnswer.nothing(request.id()), () -> {});
    }
}
