package dev.oriel.http;

import dev.oriel.api.ProblemType;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong behind Javalin, as problem details: no stack trace and no class name reaches a client. */
final class ErrorResponses implements Resource {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);

    @Override
    public void addTo(RoutesConfig routes) {
        routes.exception(
                MethodNotAllowedResponse.class,
                (e, context) -> Answers.problem(
                        context, Problem.methodNotAllowed(context.method().name())));
        routes.exception(
                NotFoundResponse.class,
                (e, context) ->
                        Answers.problem(context, Problem.of(ProblemType.NOT_FOUND, "Nothing lives at this path.")));
        routes.exception(
                BadRequestResponse.class,
                (e, context) -> Answers.problem(
                        context, Problem.badRequest("request", "a well-formed one", String.valueOf(e.getMessage()))));
        routes.exception(HttpResponseException.class, (e, context) -> {
            log.warn("{} {}: {}", context.method(), context.path(), e.getMessage());
            Answers.problem(context, Problem.of(ProblemType.INTERNAL_ERROR, "The request could not be answered."));
        });
        routes.exception(Exception.class, (e, context) -> {
            log.error("{} {} failed", context.method(), context.path(), e);
            Answers.problem(
                    context,
                    Problem.of(
                            ProblemType.INTERNAL_ERROR,
                            "The request could not be answered. The log of this instance says why."));
        });
    }
}
