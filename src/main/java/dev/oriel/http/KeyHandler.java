package dev.oriel.http;

import dev.oriel.api.KeyPath;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.view.View;
import java.util.Map;
import java.util.Optional;

/** Answers reads by key that come over HTTP, on the public listener and on the peer listener alike. */
final class KeyHandler extends ViewHandler<KeyPath> {

    private final KeyAnswers answers;

    KeyHandler(Map<String, View> views, KeyAnswers answers, ResponseBudget budget, RequestObserver observer) {
        super(views, budget, observer);
        this.answers = answers;
    }

    @Override
    Optional<KeyPath> path(String sent) {
        return KeyPath.of(sent);
    }

    @Override
    String viewSegment(KeyPath path) {
        return path.view();
    }

    @Override
    Operation operation(KeyPath path) {
        return Operation.GET;
    }

    @Override
    void answer(HttpExchange exchange, KeyPath path, View view) {
        answers.answer(exchange, path, view);
    }
}
