package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerLinksTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: oriel-link/1\r\n\r\n";

    private final PeerLinks links = new PeerLinks();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final BlockingQueue<LinkMessage> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<LinkReply> replies = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private HostPort peer;
    private volatile String reply = ACCEPTED;
    private volatile CountDownLatch accepting = new CountDownLatch(0);

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        peer = new HostPort("127.0.0.1", server.getLocalPort());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    accepted.add(socket);
                    Thread.ofVirtual().start(() -> receive(socket));
                }
            } catch (IOException stopped) {
                // That is how it ends.
            }
        });
    }

    private void receive(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readByte());
            }
            accepting.await();
            socket.getOutputStream().write(reply.getBytes(ISO_8859_1));
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                messages.add(LinkMessage.of(ByteBuffer.wrap(frame)));
            }
        } catch (IOException | InterruptedException gone) {
            // The other side has ended it.
        }
    }

    @AfterEach
    void stop() throws IOException {
        links.close();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private boolean ask(String target, Duration atMost) {
        return links.lookUp(peer, target, Map.of(), atMost, replies::add);
    }

    /** Asks until the link is there, and takes note of the request. */
    private LinkRequest asked(String target, Duration atMost) throws InterruptedException {
        Awaitility.await().atMost(LONG).until(() -> ask(target, atMost));
        return nextRequest();
    }

    private LinkMessage nextMessage() throws InterruptedException {
        return Optional.ofNullable(messages.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    private LinkRequest nextRequest() throws InterruptedException {
        return (LinkRequest) nextMessage();
    }

    /** A read that may wait; the link is there. */
    private Runnable await(String target) {
        return links.await(peer, target, Map.of(), LONG, replies::add).orElseThrow();
    }

    private LinkReply nextReply() throws InterruptedException {
        return Optional.ofNullable(replies.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    private void answer(LinkMessage request, String body) throws IOException {
        accepted.getLast()
                .getOutputStream()
                .write(LinkAnswer.frame(request.id(), 200, Map.of(), ByteBuffer.wrap(body.getBytes(UTF_8))));
    }

    private String nextText() throws InterruptedException {
        return nextReply() instanceof LinkReply.Answered answered
                ? new String(answered.answer().body(), UTF_8)
                : "no answer";
    }

    @Test
    void a_lookup_that_finds_no_link_has_one_made_and_goes_the_ordinary_way() throws Exception {
        accepting = new CountDownLatch(1);
        assertThat(ask("/a", LONG)).isFalse();
        assertThat(ask("/b", LONG)).isFalse();

        accepting.countDown();

        assertThat(asked("/c", LONG).target()).isEqualTo("/c");
        assertThat(replies).isEmpty();
        assertThat(accepted).hasSize(1);
    }

    @Test
    void answers_come_in_whatever_order_and_each_to_its_lookup() throws Exception {
        LinkRequest first = asked("/first", LONG);
        assertThat(links.lookUp(peer, "/second", Map.of(), LONG, second -> replies.add(second)))
                .isTrue();
        LinkRequest second = nextRequest();
        assertThat(first.target()).isEqualTo("/first");
        assertThat(second.target()).isEqualTo("/second");

        answer(second, "two");
        assertThat(nextText()).isEqualTo("two");
        answer(first, "one");
        assertThat(nextText()).isEqualTo("one");
    }

    @Test
    void a_lookup_without_an_answer_ends_when_its_time_is_over_and_a_late_answer_is_nobodys() throws Exception {
        LinkRequest late = asked("/late", SHORT);
        assertThat(nextReply()).isInstanceOf(LinkReply.TimedOut.class);

        answer(late, "late");
        assertThat(ask("/next", LONG)).isTrue();
        answer(nextRequest(), "next");
        assertThat(nextText()).isEqualTo("next");
    }

    @Test
    void when_the_connection_ends_all_lookups_do_and_another_is_made() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        assertThat(ask("/b", LONG)).isTrue();
        unused = nextRequest();

        accepted.getLast().close();

        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        answer(asked("/again", LONG), "again");
        assertThat(nextText()).isEqualTo("again");
        assertThat(accepted).hasSize(2);
    }

    @Test
    void what_is_no_answer_ends_the_link() throws Exception {
        LinkRequest unused = asked("/a", LONG);

        accepted.getLast().getOutputStream().write(new byte[] {0x7f, 0, 0, 0});

        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
    }

    @Test
    void a_peer_that_knows_no_links_is_asked_the_ordinary_way() {
        reply = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

        assertThat(ask("/a", LONG)).isFalse();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> accepted.size() == 1 && accepted.getFirst().isClosed());
        assertThat(ask("/b", LONG)).isFalse();
        assertThat(replies).isEmpty();
    }

    @Test
    void lookups_beyond_those_at_the_peer_stand_in_line_and_a_burst_is_answered_whole() throws Exception {
        LinkRequest first = asked("/a", LONG);
        for (int i = 1; i < LookupLine.AT_ONCE; i++) {
            assertThat(ask("/a", LONG)).isTrue();
        }
        for (int i = 1; i < LookupLine.AT_PEER; i++) {
            answer(nextRequest(), "");
        }
        answer(first, "");
        for (int i = LookupLine.AT_PEER; i < LookupLine.AT_ONCE; i++) {
            answer(nextRequest(), "");
        }

        for (int i = 0; i < LookupLine.AT_ONCE; i++) {
            assertThat(nextReply()).isInstanceOf(LinkReply.Answered.class);
        }
    }

    @Test
    void time_passes_in_line_too() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        for (int i = 1; i < LookupLine.AT_PEER; i++) {
            assertThat(ask("/a", LONG)).isTrue();
        }
        assertThat(ask("/in-line", SHORT)).isTrue();

        assertThat(nextReply()).isInstanceOf(LinkReply.TimedOut.class);
    }

    @Test
    void what_has_no_place_in_line_is_shed_at_once() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        for (int i = 1; i < LookupLine.AT_ONCE; i++) {
            assertThat(ask("/a", LONG)).isTrue();
        }
        assertThat(replies).isEmpty();

        assertThat(ask("/too-many", LONG)).isTrue();
        assertThat(replies.poll()).isInstanceOf(LinkReply.Shed.class);
    }

    @Test
    void a_line_that_does_not_end_is_shortened_and_who_is_at_the_peer_stays() throws Exception {
        LinkRequest first = asked("/at-peer", LONG);
        for (int i = 1; i < LookupLine.AT_PEER; i++) {
            assertThat(ask("/at-peer", LONG)).isTrue();
        }
        assertThat(ask("/in-line", LONG)).isTrue();

        assertThat(nextReply()).isInstanceOf(LinkReply.Shed.class);
        answer(first, "at last");
        assertThat(nextText()).isEqualTo("at last");
    }

    @Test
    void a_request_that_is_longer_than_a_link_takes_goes_the_ordinary_way() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        Map<String, String> positions = Map.of("Oriel-After", "x".repeat(60_000), "If-Match", "y".repeat(60_000));

        assertThat(links.lookUp(peer, "/" + "z".repeat(20_000), positions, LONG, replies::add))
                .isFalse();
    }

    @Test
    void an_answer_that_nobody_can_take_harms_no_other() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        AtomicInteger taken = new AtomicInteger();
        assertThat(links.lookUp(peer, "/bad", Map.of(), LONG, answer -> {
                    taken.incrementAndGet();
                    throw new IllegalStateException("for the test");
                }))
                .isTrue();
        answer(nextRequest(), "");
        Awaitility.await().atMost(LONG).until(() -> taken.get() == 1);

        assertThat(ask("/good", LONG)).isTrue();
        answer(nextRequest(), "good");
        assertThat(nextText()).isEqualTo("good");
    }

    @Test
    void a_wait_goes_out_however_many_lookups_are_at_the_peer_and_is_answered() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        for (int i = 1; i < LookupLine.AT_ONCE; i++) {
            assertThat(ask("/a", LONG)).isTrue();
        }
        for (int i = 1; i < LookupLine.AT_PEER; i++) {
            assertThat(nextRequest().waits()).isFalse();
        }

        Runnable cancel = await("/wait");

        LinkRequest wait = nextRequest();
        assertThat(wait.target()).isEqualTo("/wait");
        assertThat(wait.waits()).isTrue();
        answer(wait, "at last");
        assertThat(nextText()).isEqualTo("at last");
        cancel.run();
        assertThat(messages).isEmpty();
    }

    @Test
    void a_wait_that_nobody_waits_for_is_cancelled_at_the_peer_once_and_a_late_answer_is_nobodys() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        Runnable cancel = await("/wait");
        LinkRequest wait = nextRequest();

        cancel.run();
        cancel.run();

        assertThat(nextMessage()).isEqualTo(new LinkMessage.Cancel(wait.id()));
        answer(wait, "late");
        Runnable another = await("/next");
        answer(nextMessage(), "next");
        assertThat(nextText()).isEqualTo("next");
        another.run();
        assertThat(messages).isEmpty();
    }

    @Test
    void a_wait_without_an_answer_ends_when_its_time_is_over_and_the_peer_is_told() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        Runnable cancel =
                links.await(peer, "/wait", Map.of(), SHORT, replies::add).orElseThrow();
        LinkRequest wait = nextRequest();

        assertThat(nextReply()).isInstanceOf(LinkReply.TimedOut.class);
        assertThat(nextMessage()).isEqualTo(new LinkMessage.Cancel(wait.id()));
        cancel.run();
    }

    @Test
    void when_the_connection_ends_those_that_wait_are_told() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        Runnable cancel = await("/wait");
        LinkRequest wait = nextRequest();
        assertThat(wait.waits()).isTrue();

        accepted.getLast().close();

        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        cancel.run();
        assertThat(links.await(peer, "/again", Map.of(), LONG, replies::add)).isEmpty();
    }

    @Test
    void a_peer_that_falls_silent_is_asked_for_a_sign_of_life_and_given_up_without_one() throws Exception {
        answer(asked("/a", LONG), "");
        assertThat(nextText()).isEmpty();
        Runnable cancel = await("/wait");
        LinkRequest wait = nextRequest();
        assertThat(wait.target()).isEqualTo("/wait");

        LinkMessage ping = nextMessage();
        assertThat(ping).isInstanceOf(LinkMessage.Ping.class);
        accepted.getLast().getOutputStream().write(LinkAnswer.nothing(ping.id()));
        assertThat(nextMessage()).isInstanceOf(LinkMessage.Ping.class);
        assertThat(replies).isEmpty();

        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        cancel.run();
    }

    @Test
    void whoever_answers_has_been_heard() throws Exception {
        LinkRequest request = asked("/a", LONG);
        long before = System.nanoTime();
        assertThat(links.hasHeardSince(peer, before)).isFalse();

        answer(request, "here");
        assertThat(nextText()).isEqualTo("here");

        assertThat(links.hasHeardSince(peer, before)).isTrue();
        assertThat(links.hasHeardSince(peer, System.nanoTime())).isFalse();
    }

    @Test
    void the_end_of_a_link_is_no_sign_of_life() throws Exception {
        LinkRequest unused = asked("/a", LONG);
        long before = System.nanoTime();

        accepted.getLast().close();
        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);

        assertThat(links.hasHeardSince(peer, before)).isFalse();
    }

    @Test
    void closing_ends_all() throws Exception {
        LinkRequest unused = asked("/a", LONG);

        links.close();

        assertThat(nextReply()).isInstanceOf(LinkReply.Broken.class);
        assertThat(ask("/b", LONG)).isFalse();
    }
}
