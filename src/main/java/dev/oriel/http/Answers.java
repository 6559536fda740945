package dev.oriel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Ways to answer through Javalin. */
final class Answers {

    /** How many requests that ask other instances may be under way at once. */
    private static final int MAX_ASKING = 64;

    private static final Semaphore ASKING = new Semaphore(MAX_ASKING);
    private static final ExecutorService VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

    private Answers() {}

    /** Makes an answer by asking other instances. */
    @FunctionalInterface
    interface Question {
        Object ask() throws InterruptedException;
    }

    /** Answers with JSON. */
    static void json(Context context, Object body) {
        try {
            context.contentType(Json.CONTENT_TYPE).result(Json.MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers with a problem. */
    static void problem(Context context, Problem problem) {
        problem.headers().forEach(context::header);
        context.status(problem.type().status())
                .contentType(Problem.CONTENT_TYPE)
                .result(problem.body(context.req().getRequestURI()));
    }

    /** Answers with JSON that other instances have a part in: on a virtual thread, so that none of Jetty's waits. */
    static void asking(Context context, Question question) {
        if (!ASKING.tryAcquire()) {
            problem(
                    context,
                    Problem.overloaded(MAX_ASKING + " requests that ask other instances are under way already."));
            return;
        }
        context.future(() -> CompletableFuture.supplyAsync(() -> await(question), VIRTUAL)
                .whenComplete((answer, failure) -> ASKING.release())
                .thenAccept(answer -> json(context, answer)));
    }

    private static Object await(Question question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
