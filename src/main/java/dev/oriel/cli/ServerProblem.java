package dev.oriel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import picocli.CommandLine.ExitCode;

/**
 * Why a server did not give what was asked, from its problem details (RFC 9457).
 *
 * @param title the kind of problem
 * @param detail what is wrong this time; may be empty
 */
record ServerProblem(String title, String detail) {

    /** Reads any answer but a success; one without problem details (a proxy's) is told by its status. */
    static ServerProblem of(HttpResponse<byte[]> response) {
        return of(response, response.body());
    }

    /** As {@link #of(HttpResponse)}, of an answer whose body was read beside. */
    static ServerProblem of(HttpResponse<?> response, byte[] body) {
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            try {
                JsonNode problem = new JsonMapper().readTree(body);
                String title = problem.path("title").asText("HTTP " + response.statusCode());
                return new ServerProblem(title, problem.path("detail").asText(""));
            } catch (IOException ignored) {
                // A body that is cut off or broken says no more than the status does.
            }
        }
        return new ServerProblem("HTTP %d from %s".formatted(response.statusCode(), response.uri()), "");
    }

    /** The problem as the end of a command. */
    CliException asFailure() {
        return new CliException(ExitCode.SOFTWARE, detail.isEmpty() ? title : title + ": " + detail);
    }
}
