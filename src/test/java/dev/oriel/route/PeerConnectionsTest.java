package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oriel.config.HostPort;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PeerConnectionsTest {

    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: peer\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    /** What the peer does with one connection. */
    private interface Conversation {
        void hold(Socket socket) throws IOException;
    }

    private final PeerConnections connections = new PeerConnections();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private HostPort peer;
    private volatile Conversation conversation = socket -> {};

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        peer = new HostPort("127.0.0.1", server.getLocalPort());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    accepted.add(socket);
                    Thread.ofVirtual().start(() -> converse(socket));
                }
            } catch (IOException stopped) {
                // That is how it ends.
            }
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            conversation.hold(socket);
        } catch (IOException gone) {
            // The other side has ended it.
        }
    }

    @AfterEach
    void stop() throws IOException {
        connections.close();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    @Test
    void an_answer_is_read_whole_however_it_comes_in_pieces() throws IOException {
        String value = "x".repeat(100_000);
        conversation = socket -> {
            awaitRequest(socket);
            String answer = "HTTP/1.1 200 OK\r\nOriel-Version: 7\r\ncontent-LENGTH: 100000\r\n\r\n" + value;
            for (int at = 0; at < answer.length(); at = at < 100 ? at + 1 : at + 30_000) {
                socket.getOutputStream()
                        .write(answer.substring(at, Math.min(answer.length(), at < 100 ? at + 1 : at + 30_000))
                                .getBytes(ISO_8859_1));
            }
        };

        PeerConnection.Response response = ask();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("oriel-version", "7");
        assertThat(new String(response.body(), ISO_8859_1)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "204 No Content\r\n",
                "304 Not Modified\r\nETag: \"7\"\r\n",
                "404 Not Found\r\nContent-Length: 0\r\n"
            })
    void an_answer_without_a_body_ends_with_its_head(String answer) throws IOException {
        conversation = answering("HTTP/1.1 " + answer + "\r\n");

        PeerConnection.Response response = ask();
        assertThat(response.status()).isEqualTo(Integer.parseInt(answer.substring(0, 3)));
        assertThat(response.body()).isEmpty();
    }

    @Test
    void a_connection_is_used_again() throws IOException {
        conversation = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        for (int i = 0; i < 5; i++) {
            ask();
        }

        assertThat(accepted).hasSize(1);
    }

    @Test
    void one_that_the_peer_wants_to_close_is_not() throws IOException {
        conversation = answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        ask();
        ask();

        assertThat(accepted).hasSize(2);
    }

    @Test
    void one_that_the_peer_has_closed_meanwhile_is_replaced() throws IOException {
        conversation = socket -> {
            awaitRequest(socket);
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        ask();
        await().until(() -> accepted.getFirst().isClosed());

        assertThat(ask().status()).isEqualTo(200);
        assertThat(accepted).hasSize(2);
    }

    @Test
    void a_new_connection_that_is_closed_without_an_answer_is_not_tried_again() {
        conversation = PeerConnectionsTest::awaitRequest;

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask()).withMessage("the connection was closed");
        assertThat(accepted).hasSize(1);
    }

    @Test
    void silence_ends_when_the_time_is_over_and_the_connection_with_it() {
        conversation = PeerConnectionsTest::keepSilent;

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> ask(Duration.ofMillis(100)));
        await().until(() -> accepted.getFirst().isClosed());
    }

    @Test
    void an_answer_that_trickles_in_has_no_more_time_than_any() {
        conversation = socket -> {
            awaitRequest(socket);
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                socket.getOutputStream().write('x');
                awaitALittle();
            }
        };

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> ask(Duration.ofMillis(200)));
    }

    @Test
    void an_answer_that_breaks_off_is_none() {
        conversation = socket -> {
            awaitRequest(socket);
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok");
        };

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> ask());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 two OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nmore than that"
            })
    void what_is_no_answer_is_said_to_be_none(String answer) {
        conversation = answering(answer);

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ask());
    }

    @Test
    void a_head_without_an_end_is_not_read_to_the_end() {
        conversation = socket -> {
            awaitRequest(socket);
            while (true) {
                write(socket, "X-Filler: " + "x".repeat(1_000) + "\r\n");
            }
        };

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ask())
                .withMessageContaining("a head of more than");
    }

    @Test
    void an_interrupt_closes_the_connection() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread asking = askOneThatKeepsSilent(thrown);
        asking.interrupt();

        asking.join();
        assertThat(thrown.get()).isInstanceOf(IOException.class);
        await().until(() -> accepted.getFirst().isClosed());
    }

    @Test
    void nobody_there_is_a_refused_connection() throws IOException {
        // One that nobody has accepted from: to close the one of the others takes a moment.
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            peer = new HostPort("127.0.0.1", taken.getLocalPort());
        }

        assertThatThrownBy(() -> ask()).isInstanceOf(ConnectException.class);
    }

    @Test
    void when_it_is_closed_what_is_under_way_ends_and_nothing_begins() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread asking = askOneThatKeepsSilent(thrown);
        connections.close();

        asking.join();
        assertThat(thrown.get()).isInstanceOf(IOException.class);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask());
    }

    /** Returns when the peer has accepted the connection. */
    private Thread askOneThatKeepsSilent(AtomicReference<Throwable> thrown) {
        conversation = PeerConnectionsTest::keepSilent;
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                ask();
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        await().until(() -> accepted.size() == 1);
        return asking;
    }

    private static void keepSilent(Socket socket) throws IOException {
        awaitRequest(socket);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private PeerConnection.Response ask() throws IOException {
        return ask(LONG);
    }

    private PeerConnection.Response ask(Duration atMost) throws IOException {
        return connections.exchange(peer, REQUEST.getBytes(ISO_8859_1), atMost, connection -> {});
    }

    private static Conversation answering(String answer) {
        return socket -> {
            BufferedReader in = reader(socket);
            while (readRequest(in)) {
                write(socket, answer);
            }
        };
    }

    private static void awaitRequest(Socket socket) throws IOException {
        boolean unused = readRequest(reader(socket));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    private static boolean readRequest(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        return line != null;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void awaitALittle() {
        LockSupport.parkNanos(5_000_000);
    }
}
