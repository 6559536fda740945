package dev.oriel.http;

import dev.oriel.api.KeyPath;
import dev.oriel.api.ProblemType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself refuses, as problem details: requests that are not HTTP or are too long, and those that come while the listener
 * is being closed.
 */
final class ProblemErrorHandler implements Request.Handler {

    private static final int NOT_IMPLEMENTED = 501;
    private static final int UNAVAILABLE = 503;
    private static final int VERSION_NOT_SUPPORTED = 505;

    /** What Jetty calls the path of a request that it could not read. */
    private static final Set<String> UNREAD = Set.of("/badMessage", "/badURI");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        int code = status instanceof Integer number ? number : response.getStatus();
        String path = path(request);
        Problem problem = problem(code, message == null ? "" : message.toString(), path);
        response.setStatus(problem.type().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        problem.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(problem.body(path)), callback);
        return true;
    }

    private static String path(Request request) {
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        return path == null || UNREAD.contains(path) ? "/" : path;
    }

    private static Problem problem(int status, String message, String path) {
        if (status == UNAVAILABLE) {
            return stopping(path);
        }
        if (status < 500 || status == NOT_IMPLEMENTED || status == VERSION_NOT_SUPPORTED) {
            return Problem.badRequest(
                    "request", "well-formed HTTP with a head of at most 80 KiB, its path percent-encoded", message);
        }
        return Problem.of(
                ProblemType.INTERNAL_ERROR, "The request could not be answered. The log of this instance says why.");
    }

    private static Problem stopping(String path) {
        Map<String, Object> members = new LinkedHashMap<>();
        Optional<String> view =
                KeyPath.of(path).map(KeyPath::view).or(() -> WatchPath.of(path).map(WatchPath::view));
        view.ifPresent(name -> {
            members.put("view", name);
            members.put("state", "stopping");
        });
        return new Problem(
                members.isEmpty() ? ProblemType.OVERLOADED : ProblemType.PARTITION_UNAVAILABLE,
                "This instance is being stopped.",
                members,
                Map.of("Retry-After", "1"));
    }
}
