package dev.oriel.http;

import dev.oriel.api.KeyPath;
import dev.oriel.read.Here;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Outcome;
import dev.oriel.store.Access;
import dev.oriel.view.View;
import java.util.Optional;

/**
 * Answers reads by key, whatever they came by. What this instance can tell from memory is answered on the thread that has read the
 * request, which serves all connections; for what is on a disk a thread of the pool waits; what only the owner can tell is asked
 * of it over a link; and the rest is pending. Safe for all threads.
 */
final class KeyAnswers {

    private final KeyReader reader;
    private final KeyRequests requests;
    private final KeyResponses responses;

    KeyAnswers(KeyReader reader, KeyRequests requests, KeyResponses responses) {
        this.reader = reader;
        this.requests = requests;
        this.responses = responses;
    }

    /** Answers now or later, and does not block. */
    void answer(Exchange exchange, KeyPath path, View view) {
        switch (requests.parse(exchange, path, view)) {
            case KeyRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case KeyRequests.Parsed.Valid valid -> read(exchange, valid);
        }
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request) {
        request.patience().ifPresent(wait -> {
            exchange.mayWait();
            exchange.headers().put("Preference-Applied", ConditionRequests.applied(wait));
        });
        read(exchange, request, Access.MEMORY);
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request, Access access) {
        long began = System.nanoTime();
        Here here = reader.here(request.read(), access);
        exchange.timing().store(System.nanoTime() - began);
        switch (here) {
            case Here.Told told -> responses.send(exchange, request, told.outcome());
            case Here.Elsewhere elsewhere -> ask(exchange, request, elsewhere);
            case Here.Later later -> pend(exchange, request);
            case Here.OnDisk onDisk -> exchange.onPool(() -> read(exchange, request, Access.DISK));
        }
    }

    private void ask(Exchange exchange, KeyRequests.Parsed.Valid request, Here.Elsewhere elsewhere) {
        long asked = System.nanoTime();
        boolean isAsked = elsewhere.ask(outcome -> {
            exchange.timing().peer(System.nanoTime() - asked);
            answered(exchange, request, outcome);
        });
        if (!isAsked) {
            pend(exchange, request);
        }
    }

    private void answered(Exchange exchange, KeyRequests.Parsed.Valid request, Optional<Outcome> outcome) {
        try {
            outcome.ifPresentOrElse(told -> responses.send(exchange, request, told), () -> pend(exchange, request));
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void pend(Exchange exchange, KeyRequests.Parsed.Valid request) {
        exchange.pend(request, reader, responses);
    }
}
