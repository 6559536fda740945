package dev.oriel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.Ports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is not written in Java: nginx with a file, and webdis before redis-server. Each is stopped by its own handle. */
final class Others implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    Others(Path folder) {
        this.folder = folder;
    }

    /** nginx with one worker, which answers every request with the same file. */
    Contender nginx() throws IOException {
        int port = Ports.free();
        Path home = Files.createDirectories(folder.resolve("nginx"));
        Files.createDirectories(home.resolve("files"));
        Files.write(home.resolve("files").resolve("0"), Rows.value(0));
        Files.writeString(home.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/pid;
                error_log stderr;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  default_type application/json;
                  sendfile on;
                  tcp_nodelay on;
                  keepalive_requests 1000000000;
                  open_file_cache max=100;
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  server { listen 127.0.0.1:%2$d; root %1$s/files; }
                }
                """.formatted(home, port));
        Process nginx = start("nginx", List.of("nginx", "-p", home.toString(), "-c", home + "/nginx.conf"));
        awaitListening(port);
        return new Contender("nginx, a file", port, "/", 1, List.of(nginx.pid()), false);
    }

    /** webdis before redis-server with all rows. */
    Contender webdis(int rows) throws IOException {
        int redisPort = Ports.free();
        int port = Ports.free();
        Process redis = start(
                "redis",
                List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(redisPort),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        folder.toString()));
        awaitListening(redisPort);
        fill(redisPort, rows);
        Path config = Files.writeString(folder.resolve("webdis.json"), """
                {"redis_host": "127.0.0.1", "redis_port": %d, "http_host": "127.0.0.1", "http_port": %d, "threads": 1,
                 "pool_size": 10, "daemonize": false, "websockets": false, "verbosity": 0, "logfile": "%s/webdis.log"}
                """.formatted(redisPort, port, folder));
        Process webdis = start("webdis", List.of("webdis", config.toString()));
        awaitListening(port);
        return new Contender("webdis + redis-server", port, "/GET/", rows, List.of(redis.pid(), webdis.pid()), false);
    }

    private static void fill(int port, int rows) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = socket.getInputStream();
            Thread writer = Thread.ofPlatform().start(() -> write(out, rows));
            // "+OK" and a line's end for each.
            in.skipNBytes(5L * rows);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void write(OutputStream out, int rows) {
        try {
            for (int i = 0; i < rows; i++) {
                byte[] key = Rows.key(i);
                byte[] value = Rows.value(i);
                out.write(("*3\r\n$3\r\nSET\r\n$" + key.length + "\r\n").getBytes(UTF_8));
                out.write(key);
                out.write(("\r\n$" + value.length + "\r\n").getBytes(UTF_8));
                out.write(value);
                out.write("\r\n".getBytes(UTF_8));
            }
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Process start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static void awaitListening(int port) {
        await().atMost(START).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
