package dev.oriel.http;

import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.scan.EntriesReader;
import dev.oriel.scan.SlicePath;
import dev.oriel.view.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;

/** Answers other instances that gather a read of more than one key. */
final class SliceHandler extends ViewHandler<String> {

    private final EntriesReader reader;

    /**
     * A handler for the peer listener.
     *
     * @param views by name
     * @param reader answers
     * @param budget how much the answers under way may come to
     * @param observer takes note of requests
     */
    SliceHandler(Map<String, View> views, EntriesReader reader, ResponseBudget budget, RequestObserver observer) {
        super(views, budget, observer);
        this.reader = reader;
    }

    @Override
    Optional<String> path(String sent) {
        return SlicePath.view(sent);
    }

    @Override
    String viewSegment(String view) {
        return view;
    }

    @Override
    List<HttpMethod> methods(String path) {
        return List.of(HttpMethod.POST);
    }

    @Override
    Operation operation(String path) {
        return Operation.SLICE;
    }

    @Override
    void answer(HttpExchange exchange, String path, View view) {
        RequestBody.read(exchange.request(), question -> {
            if (question.isPresent()) {
                Attendance.begin(exchange, "slice", new Answer(exchange, view, question.get()));
            } else {
                exchange.send(RequestBody.unread());
            }
        });
    }

    private final class Answer implements Attendance.Service {

        private final HttpExchange exchange;
        private final View view;
        private final byte[] question;

        Answer(HttpExchange exchange, View view, byte[] question) {
            this.exchange = exchange;
            this.view = view;
            this.question = question;
        }

        @Override
        public Runnable serve() {
            try {
                byte[] answer = reader.answer(view, question);
                return () -> {
                    exchange.headers().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
                    exchange.send(200, ByteBuffer.wrap(answer));
                };
            } catch (IOException e) {
                return () -> exchange.send(Problem.badRequest(
                        "body", "a question as this version asks it", String.valueOf(e.getMessage())));
            } catch (InterruptedException nobodyWaits) {
                return () -> leave(nobodyWaits);
            } catch (RuntimeException e) {
                return () -> exchange.fail(e);
            }
        }

        @Override
        public void leave(Exception cause) {
            exchange.abandon(cause);
        }
    }
}
