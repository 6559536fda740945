package dev.oriel.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what README says, command by command, and compares what it shows with what comes. Ports are replaced by free ones. */
class ReadmeIT {

    private static final Path PROJECT =
            Path.of(System.getProperty("oriel.basedir", ".")).toAbsolutePath();
    private static final List<String> PORTS = List.of("8080", "8081", "8082", "8070", "8090", "9092");
    private static final Pattern ANY_PORT = Pattern.compile("\\b(" + String.join("|", PORTS) + ")\\b");
    private static final Duration START_AT_MOST = Duration.ofSeconds(90);

    /** What curl ends with when a time that it was given is over. */
    private static final int CURL_HAD_ITS_TIME = 28;

    private static final Duration READ_AT_MOST = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void readme_shows_what_its_commands_do() throws Exception {
        List<Integer> free = freePorts();
        Files.createSymbolicLink(folder.resolve("oriel"), PROJECT.resolve("oriel"));
        Map<String, String> environment = Map.of("ORIEL_SERVER", "http://localhost:" + free.getFirst());
        String output = "";
        int commands = 0;
        try (Shell shell = new Shell(folder, environment)) {
            for (ReadmeBlock block : ReadmeBlock.of(Files.readString(PROJECT.resolve("README.md")))) {
                String text = withPorts(block.text(), free);
                switch (block.language()) {
                    case "sh" -> {
                        output = execute(shell, text, free);
                        commands++;
                    }
                    case "yaml" -> Files.writeString(folder.resolve("oriel.yaml"), text);
                    case "text" ->
                        assertThat(OutputShape.missing(text, output))
                                .as("lines that README shows and that did not come; what came:\n%s", output)
                                .isEmpty();
                    default -> throw new AssertionError("a block of unknown kind: " + block);
                }
            }
        }
        assertThat(commands).as("command blocks in README").isGreaterThan(12);
    }

    private String execute(Shell shell, String commands, List<Integer> free) throws Exception {
        if (commands.startsWith("./oriel demo")) {
            return inBackground(
                    shell,
                    "./oriel demo --port " + free.getFirst() + " --shop-port " + free.get(3) + " --kafka-port "
                            + free.getLast(),
                    "Ctrl-C stops");
        }
        if (commands.startsWith("./oriel kafka")) {
            shell.stopBackground();
            return inBackground(shell, commands, "Ctrl-C stops");
        }
        if (commands.startsWith("./oriel serve")) {
            shell.runInBackground(commands);
            await().atMost(START_AT_MOST).until(() -> isReady(free.getFirst()));
            return "";
        }
        Shell.Result result = shell.run(commands);
        if (result.exitCode() != 0 && commands.startsWith("./oriel get")) {
            // What was just written is read a moment later, and README says so.
            result = await().atMost(READ_AT_MOST).until(() -> shell.run(commands), again -> again.exitCode() == 0);
        }
        int expected = commands.contains("--max-time") ? CURL_HAD_ITS_TIME : 0;
        assertThat(result.exitCode()).as("%s\n%s", commands, result.output()).isEqualTo(expected);
        return result.output();
    }

    private static String inBackground(Shell shell, String command, String sign) throws IOException {
        Shell.Background running = shell.runInBackground(command);
        await().atMost(START_AT_MOST).until(() -> {
            assertThat(running.process().isAlive()).as(running.outputSoFar()).isTrue();
            return running.outputSoFar().contains(sign);
        });
        return running.outputSoFar();
    }

    private static boolean isReady(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String withPorts(String text, List<Integer> free) {
        return ANY_PORT.matcher(text)
                .replaceAll(port -> free.get(PORTS.indexOf(port.group())).toString());
    }

    /** Three in a row for the demo's instances, then three more. */
    private static List<Integer> freePorts() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            Optional<List<Integer>> ports = threeInARowAndThree();
            if (ports.isPresent()) {
                return ports.get();
            }
        }
        throw new AssertionError("no three free ports in a row");
    }

    private static Optional<List<Integer>> threeInARowAndThree() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            ServerSocket first = new ServerSocket(0);
            sockets.add(first);
            sockets.add(new ServerSocket(first.getLocalPort() + 1));
            sockets.add(new ServerSocket(first.getLocalPort() + 2));
            for (int i = 0; i < 3; i++) {
                sockets.add(new ServerSocket(0));
            }
            return Optional.of(sockets.stream().map(ServerSocket::getLocalPort).toList());
        } catch (IOException | IllegalArgumentException taken) {
            return Optional.empty();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
