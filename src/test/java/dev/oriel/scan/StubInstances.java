package dev.oriel.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.config.HostPort;
import dev.oriel.read.Outcome;
import dev.oriel.read.Unavailability;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Entry;
import dev.oriel.store.KeyRange;
import dev.oriel.store.ReplicaSet;
import dev.oriel.view.HostReplicas;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Other instances with all partitions of one view between them, as whoever scans finds them on the peer listeners: each gives as few of
 * the rows that it is asked for as it likes, and as long as {@link #troubles} last it loses partitions to another, names an owner, is
 * rebalancing or fails altogether. Keys are ASCII.
 */
final class StubInstances implements AutoCloseable {

    private static final HostPort SELF = new HostPort("127.0.0.1", 1);
    private static final int INTERNAL_ERROR = 500;
    private static final int OK = 200;

    private final Random random;
    private final View view = new View(ViewConfigs.table());
    private final RoutingTables tables = new RoutingTables(SELF, List.of(view));
    private final PeerHealth health = new PeerHealth();
    private final PeerClient peers = new PeerClient(health);
    private final ExecutorService unused = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<HostPort> hosts = new ArrayList<>();
    private final List<HostPort> owners = new ArrayList<>();
    private final List<NavigableMap<String, String>> partitions;
    private int troubles;

    /**
     * Starts them.
     *
     * @param instances how many
     * @param partitions how many partitions the view has
     * @param troubles how often something goes wrong
     */
    StubInstances(Random random, int instances, int partitions, int troubles) {
        this.random = random;
        this.troubles = troubles;
        this.partitions = IntStream.range(0, partitions)
                .<NavigableMap<String, String>>mapToObj(partition -> new TreeMap<>())
                .toList();
        for (int i = 0; i < instances; i++) {
            int number = i;
            hosts.add(serve(exchange -> answer(number, exchange)));
        }
        for (int partition = 0; partition < partitions; partition++) {
            owners.add(hosts.get(random.nextInt(instances)));
        }
        ViewConfigs.publish(view, new ReplicaSet(partitions));
        publishOwners();
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HostPort serve(Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler::handle);
            server.setExecutor(unused);
            server.start();
            servers.add(server);
            return new HostPort("127.0.0.1", server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publishOwners() {
        ViewConfigs.publish(
                view,
                hosts.stream()
                        .map(host -> new HostReplicas(host, owned(host), new TreeSet<>()))
                        .toList());
        tables.refresh();
    }

    private NavigableSet<Integer> owned(HostPort host) {
        return IntStream.range(0, owners.size())
                .filter(partition -> owners.get(partition).equals(host))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    View view() {
        return view;
    }

    Materialization made() {
        return view.materialization().orElseThrow();
    }

    /** Asks them. */
    Gatherer gatherer() {
        LocalSlices nothing = new LocalSlices("oriel-0", tables, Map.of(), unused);
        return new Gatherer(tables, health, nothing, new PeerSlices(peers));
    }

    synchronized void put(int partition, String key, String value) {
        partitions.get(partition).put(key, value);
    }

    synchronized void delete(int partition, String key) {
        partitions.get(partition).remove(key);
    }

    private void answer(int number, HttpExchange exchange) throws IOException {
        try (exchange) {
            SliceRequest request = SliceFrames.request(exchange.getRequestBody().readAllBytes());
            Optional<byte[]> reply = reply(number, request);
            if (reply.isEmpty()) {
                exchange.sendResponseHeaders(INTERNAL_ERROR, -1);
            } else {
                exchange.sendResponseHeaders(OK, reply.get().length);
                exchange.getResponseBody().write(reply.get());
            }
        }
    }

    private synchronized Optional<byte[]> reply(int number, SliceRequest request) {
        if (trouble()) {
            tables.refresh();
            return Optional.empty();
        }
        NavigableSet<Integer> read = new TreeSet<>();
        List<Gap> gaps = new ArrayList<>();
        for (int partition : request.partitions()) {
            if (trouble()) {
                owners.set(partition, hosts.get(random.nextInt(hosts.size())));
            }
            if (!owners.get(partition).equals(hosts.get(number))) {
                gaps.add(new Gap.Refused(partition, new Outcome.NotTheOwner(partition, owners.get(partition))));
            } else if (trouble()) {
                gaps.add(new Gap.Refused(partition, Unavailability.rebalancing(partition, "it is tried")));
            } else {
                read.add(partition);
            }
        }
        if (!gaps.isEmpty()) {
            // Whoever waits for a table that is another need not wait for long.
            publishOwners();
        }
        Optional<Slice> slice = read.isEmpty() ? Optional.empty() : Optional.of(slice(number, read, request));
        return Optional.of(SliceFrames.encode(new SliceReply(slice, gaps)));
    }

    private boolean trouble() {
        boolean is = troubles > 0 && random.nextInt(4) == 0;
        troubles -= is ? 1 : 0;
        return is;
    }

    private Slice slice(int number, NavigableSet<Integer> read, SliceRequest request) {
        Query.Range range = (Query.Range) request.query();
        List<Row> rows = new ArrayList<>();
        for (int partition : read) {
            partitions.get(partition).forEach((key, value) -> {
                if (range.ranks().stream().anyMatch(ranks -> contains(ranks, key))) {
                    byte[] bytes = key.getBytes(UTF_8);
                    rows.add(new Row(bytes, bytes, Entry.encode(partition, 1, 0, value.getBytes(UTF_8))));
                }
            });
        }
        Comparator<Row> ascending = Comparator.comparing(row -> new String(row.key(), UTF_8));
        rows.sort(range.descending() ? ascending.reversed() : ascending);
        int most = Math.min(range.atMost(), rows.size());
        int given = most == 0 ? 0 : 1 + random.nextInt(most);
        // One who stops at his last row need not know that it was.
        boolean more = given < rows.size() || (given > 0 && random.nextBoolean());
        return new Slice(
                read.stream().collect(Collectors.toMap(partition -> partition, partition -> 1L)),
                new ServedBy("oriel-" + (number + 1), Role.ACTIVE, 1, OptionalLong.of(0)),
                new Slice.Content.Rows(rows.subList(0, given), more));
    }

    private static boolean contains(KeyRange range, String key) {
        return key.compareTo(new String(range.from(), UTF_8)) >= 0
                && (range.to().isEmpty() || key.compareTo(new String(range.to().get(), UTF_8)) < 0);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        peers.close();
        unused.shutdownNow();
    }
}
