package dev.oriel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;

/** A running server, asked over HTTP. Blocks the caller; a failure to get any answer is a {@link CliException}. */
final class ServerConnection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final URI server;

    /** @param server an {@code http} or {@code https} address, with or without a path in front of {@code /v1} */
    ServerConnection(URI server) {
        this.server = server;
    }

    /** A request for a path such as {@code /v1/views}, already encoded. */
    HttpRequest.Builder request(String path) {
        String base = server.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_TIMEOUT);
    }

    /** A request that the server may hold for so long before it answers. */
    HttpRequest.Builder request(String path, Duration patience) {
        return request(path).timeout(ANSWER_TIMEOUT.plus(patience));
    }

    /** Sends a request; the answer may have any status. */
    HttpResponse<byte[]> send(HttpRequest request) {
        try (HttpClient client = client()) {
            return send(client, request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    private <T> HttpResponse<T> send(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "cannot reach %s: %s".formatted(server, reason(e, request)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.SOFTWARE, "interrupted", e);
        }
    }

    /**
     * Sends a request and hands over the body of its 200 as it comes; anything else, and another type, is the command's failure.
     * However the reading ends, the connection does then.
     */
    void stream(HttpRequest request, String contentType, Consumer<InputStream> read) {
        try (HttpClient client = client()) {
            HttpResponse<InputStream> response = send(client, request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw ServerProblem.of(response, body.readAllBytes()).asFailure();
                }
                if (!response.headers().firstValue("Content-Type").orElse("").startsWith(contentType)) {
                    throw unlikeOriel();
                }
                read.accept(body);
            } catch (IOException e) {
                throw new CliException(ExitCode.SOFTWARE, "the answer of %s broke off".formatted(server), e);
            } finally {
                client.shutdownNow();
            }
        }
    }

    /** Sends a request for a list of entries and returns its 200; anything else is the command's failure. */
    EntriesPage entries(HttpRequest request) {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() != 200) {
            throw ServerProblem.of(response).asFailure();
        }
        try {
            return EntriesPage.parse(response.body());
        } catch (IOException e) {
            throw unlikeOriel();
        }
    }

    /** Sends a request and returns the body of its 200; anything else is the command's failure. */
    byte[] fetch(String path) {
        HttpResponse<byte[]> response =
                send(request(path).header("Accept", "application/json").build());
        if (response.statusCode() != 200) {
            throw ServerProblem.of(response).asFailure();
        }
        return response.body();
    }

    /** Reads an answer as JSON; one that isn't came from some other kind of server. */
    JsonNode parse(byte[] body) {
        try {
            JsonNode tree = new JsonMapper().readTree(body);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException ignored) {
            // Told below, together with JSON that is no object.
        }
        throw unlikeOriel();
    }

    /** The failure of a command that was answered by some other kind of server. */
    CliException unlikeOriel() {
        return new CliException(ExitCode.SOFTWARE, "%s answers, but not as Oriel does".formatted(server));
    }

    private static String reason(IOException failure, HttpRequest request) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within %d s".formatted(CONNECT_TIMEOUT.toSeconds());
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within %d s"
                    .formatted(request.timeout().orElse(ANSWER_TIMEOUT).toSeconds());
        }
        if (failure instanceof ConnectException) {
            return isUnresolved(failure)
                    ? "the host is not known"
                    : "nothing listens there (is the server running? --server names another)";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** The HTTP client hides this cause below two connect failures without a message. */
    private static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
