package dev.oriel.client;

import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import dev.oriel.api.ProblemType;
import dev.oriel.api.ServedBy;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** From the reply to a request to what the caller gets: a result, or an exception of the caller's own thread. Stateless. */
final class Answers {

    private static final int SHOWN = 200;

    private Answers() {}

    /**
     * What a read came to.
     *
     * @throws OrielException if it was not answered
     * @throws IllegalStateException if the client was closed meanwhile
     */
    static ReadResult result(KeyQuery query, Reply reply) {
        if (!(reply instanceof Reply.Answered answered)) {
            throw failure(reply);
        }
        HttpAnswer answer = answered.answer();
        return switch (answer.status()) {
            case 200 -> new ReadResult.Found(entry(query, answer));
            case 304 -> new ReadResult.NotModified(positions(answer), servedBy(answer));
            case 404 -> absent(answer);
            case 412 -> notReached(answer);
            default -> throw failure(answer);
        };
    }

    /**
     * Waits for a reply; what it comes to is thrown in the caller's thread, with a stack trace that shows the caller.
     *
     * @throws ReadInterruptedException if the thread is interrupted; the request is then given up
     */
    static Reply await(CompletableFuture<Reply> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the request failed by a defect", e.getCause());
        }
    }

    /** The exception for a reply that is no answer. */
    static RuntimeException failure(Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            return failure(answered.answer());
        } else if (reply instanceof Reply.Unreachable unreachable) {
            return new UnreachableException(
                    "cannot reach " + unreachable.servers() + ": " + reason(unreachable.cause()), unreachable.cause());
        } else if (reply instanceof Reply.TimedOut timedOut) {
            return new RequestTimeoutException("no answer from " + timedOut.servers() + " within "
                    + timedOut.after().toMillis() + " ms");
        } else if (reply instanceof Reply.TooLong tooLong) {
            return new UnexpectedAnswerException(
                    tooLong.uri() + " answers with more than " + tooLong.limit()
                            + " bytes, which is this client's limit (maxAnswerBytes)",
                    Optional.empty());
        } else if (reply instanceof Reply.TooMany tooMany) {
            return new OverloadedException(
                    tooMany.limit() + " requests are under way already, which is this client's limit"
                            + " (maxConcurrentRequests)",
                    Optional.empty(),
                    Optional.empty());
        }
        return new IllegalStateException("the client was closed");
    }

    /** The exception for an answer that is an error. */
    static OrielException failure(HttpAnswer answer) {
        Optional<Problem> problem = Problem.in(answer);
        String message = message(answer, problem);
        Optional<ProblemType> kind = problem.flatMap(Problem::kind);
        if (answer.status() == 429 || kind.equals(Optional.of(ProblemType.OVERLOADED))) {
            return new OverloadedException(message, problem, answer.retryAfter());
        }
        if (answer.status() == 503) {
            return unavailable(message, problem, answer);
        }
        return switch (kind.orElse(ProblemType.INTERNAL_ERROR)) {
            case BAD_REQUEST -> new BadRequestException(message, problem);
            case VIEW_NOT_FOUND -> new ViewNotFoundException(message, problem);
            case INDEX_NOT_FOUND -> new IndexNotFoundException(message, problem);
            case POSITION_UNKNOWN -> new PositionUnknownException(message, problem);
            default -> new UnexpectedAnswerException(message, problem);
        };
    }

    private static UnavailableException unavailable(String message, Optional<Problem> problem, HttpAnswer answer) {
        boolean building = problem.flatMap(said -> said.member("state")).equals(Optional.of("building"));
        return building
                ? new IndexBuildingException(message, problem, answer.retryAfter())
                : new UnavailableException(message, problem, answer.retryAfter());
    }

    private static String message(HttpAnswer answer, Optional<Problem> problem) {
        String said = problem.map(Problem::detail)
                .filter(detail -> !detail.isEmpty())
                .or(() -> problem.map(Problem::title).filter(title -> !title.isEmpty()))
                .orElse("not as Oriel answers");
        return said + " (" + answer.status() + " from " + shortened(answer.uri().toString()) + ")";
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }

    private static Entry entry(KeyQuery query, HttpAnswer answer) {
        return new Entry(
                query.key(),
                answer.body(),
                answer.header("Content-Type").orElse("application/octet-stream"),
                required(answer, Headers.VERSION, Long::parseLong),
                required(answer, Headers.TIMESTAMP, Instant::parse),
                positions(answer),
                servedBy(answer));
    }

    /** A 404 is believed if the owner of the key says it: one of a proxy, or of another path, tells nothing of the key. */
    private static ReadResult absent(HttpAnswer answer) {
        Optional<ProblemType> kind = Problem.in(answer).flatMap(Problem::kind);
        if (kind.equals(Optional.of(ProblemType.KEY_NOT_FOUND))) {
            return new ReadResult.Absent(positions(answer), servedBy(answer));
        }
        throw failure(answer);
    }

    /** What was not reached, by an answer that is a 412. */
    static ReadResult.NotReached notReached(HttpAnswer answer) {
        Problem problem = Problem.in(answer).orElseThrow(() -> failure(answer));
        return new ReadResult.NotReached(
                problem,
                problem.member("requested").orElse(""),
                problem.member("reached"),
                answer.retryAfter(),
                answer.header(Headers.POSITION).isPresent() ? positions(answer) : List.of());
    }

    private static List<Position> positions(HttpAnswer answer) {
        return required(answer, Headers.POSITION, Position::parseList);
    }

    private static ServedBy servedBy(HttpAnswer answer) {
        return required(answer, Headers.SERVED_BY, ServedBy::parse);
    }

    private static <T> T required(HttpAnswer answer, String header, Function<String, T> read) {
        try {
            return read.apply(answer.header(header).orElseThrow(() -> new IllegalArgumentException("missing")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnexpectedAnswerException(
                    shortened(answer.uri().toString()) + " answers, but not as Oriel does: " + header + " is "
                            + reason(e),
                    Optional.empty());
        }
    }
}
