package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.process.VegaDatasets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The films and flights of npm's {@code vega-datasets}, asked of Oriel and of SQLite: the answers agree row by row. SQLite reads the
 * members from the same JSON and, as Oriel does, orders numbers before text and text by its bytes.
 */
@Timeout(240)
class VegaSqliteIT {

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All films, and of each other kind that comes before the flights all, and so many of these. */
    private static final int ROWS = 9_000;

    private static OrielCluster cluster;
    private static Connection sqlite;

    @BeforeAll
    static void load() throws Exception {
        KAFKA.create("vega:6:compact");
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = sqlite.createStatement()) {
            statement.execute("""
                    CREATE TABLE vega (
                      key TEXT PRIMARY KEY,
                      value TEXT,
                      title AS (value ->> '$.Title'),
                      genre AS (value ->> '$."Major Genre"'),
                      distributor AS (value ->> '$.Distributor'),
                      rating AS (value ->> '$."IMDB Rating"'),
                      votes AS (value ->> '$."IMDB Votes"'),
                      origin AS (value ->> '$.origin'),
                      delay AS (value ->> '$.delay'))""");
        }
        sqlite.setAutoCommit(false);
        try (PreparedStatement insert = sqlite.prepareStatement("INSERT INTO vega (key, value) VALUES (?, ?)")) {
            for (VegaDatasets.Row row : VegaDatasets.rows(ROWS)) {
                KAFKA.send("vega", row.key().getBytes(UTF_8), row.bytes());
                insert.setString(1, row.key());
                insert.setString(2, row.value());
                insert.addBatch();
            }
            int[] unused = insert.executeBatch();
        }
        sqlite.commit();
        KAFKA.flush();
        cluster = OrielCluster.ready(KAFKA, 2, """
                vega:
                  table: { topic: vega }
                  indexes:
                    title: .Title
                    genre: .["Major Genre"]
                    distributor: .Distributor
                    rating: .["IMDB Rating"]
                    votes: .["IMDB Votes"]
                    origin: .origin
                    delay: .delay
                """);
        cluster.awaitApplied("vega", "vega");
    }

    @AfterAll
    static void stop() throws SQLException {
        cluster.close();
        sqlite.close();
    }

    /** A row of an answer. */
    private record Row(String key, JsonNode value) {}

    private static List<Row> inSqlite(String where, String orderBy) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = sqlite.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT key, value FROM vega WHERE " + where + " ORDER BY " + orderBy)) {
            while (found.next()) {
                rows.add(new Row(found.getString(1), JSON.readTree(found.getString(2))));
            }
        }
        return rows;
    }

    private static List<Row> inOriel(String path) throws Exception {
        return Pages.all(cluster.clients(), "/v1/views/vega/" + path).stream()
                .map(entry -> new Row(entry.path("key").asText(), entry.path("value")))
                .toList();
    }

    private static long countInOriel(String query) throws Exception {
        Answer answer = cluster.client(1).get("/v1/views/vega/count?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("estimated").asBoolean()).isFalse();
        return answer.json().path("count").asLong();
    }

    private static void assertSame(String path, String where, String index) throws Exception {
        String start = path + (path.contains("?") ? "&" : "?");
        for (int limit : new int[] {137, 1_000}) {
            assertThat(inOriel(start + "limit=" + limit)).isEqualTo(inSqlite(where, index + ", key"));
            assertThat(inOriel(start + "order=desc&limit=" + limit))
                    .isEqualTo(inSqlite(where, index + " DESC, key DESC"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "genre/Drama                        | genre = 'Drama'",
                "genre/Thriller%2FSuspense          | genre = 'Thriller/Suspense'",
                "genre/drama                        | genre = 'drama'",
                "distributor/Warner%20Bros.         | distributor = 'Warner Bros.'",
                "distributor/null                   | distributor IS NULL AND distributor IS NOT NULL",
                "title/300                          | title IN (300, '300')",
                "rating/7                           | rating = 7",
                "rating/6.7                         | rating = 6.7",
                "origin/LAX                         | origin = 'LAX'",
                "delay/-5                           | delay = -5",
            })
    void entries_of_a_value_are_those_of_sqlite(String path, String where) throws Exception {
        String index = path.substring(0, path.indexOf('/'));

        assertSame("indexes/" + path, where, index);
        assertThat(countInOriel("index=" + index + "&value=" + path.substring(path.indexOf('/') + 1)))
                .isEqualTo(inSqlite(where, "key").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rating      | from=7.5&to=9      | rating >= 7.5 AND rating < 9",
                "rating      | from=9             | rating >= 9",
                "rating      | to=2.5             | rating < 2.5",
                "votes       | from=100&to=200    | votes >= 100 AND votes < 200",
                "votes       | from=200&to=100    | votes >= 200 AND votes < 100",
                "delay       | from=-3&to=2       | delay >= -3 AND delay < 2",
                "delay       | to=-20             | delay < -20",
                "title       | from=0             | title >= 0 AND typeof(title) <> 'text'",
                "title       | from=W&to=Z        | title >= 'W' AND title < 'Z'",
                "title       | prefix=The%20M     | title GLOB 'The M*'",
                "title       | prefix=2           | title GLOB '2*' AND typeof(title) = 'text'",
                "distributor | prefix=W           | distributor GLOB 'W*'",
                "title       |                    | title IS NOT NULL",
            })
    void ranges_of_values_are_those_of_sqlite(String index, String range, String where) throws Exception {
        String query = range == null ? "" : range;

        assertSame("indexes/" + index + (query.isEmpty() ? "" : "?" + query), where, index);
        assertThat(countInOriel("index=" + index + (query.isEmpty() ? "" : "&" + query)))
                .isEqualTo(inSqlite(where, "key").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "prefix=movies%2FThe%20        | key GLOB 'movies/The *'",
                "prefix=flights-20k%2FS        | key GLOB 'flights-20k/S*'",
                "from=movies%2FB&to=movies%2FC | key >= 'movies/B' AND key < 'movies/C'",
                "from=movies%2Fz               | key >= 'movies/z'",
                "to=flights-20k%2FB            | key < 'flights-20k/B'",
                "prefix=nothing                | key GLOB 'nothing*'",
            })
    void ranges_of_keys_are_those_of_sqlite(String range, String where) throws Exception {
        assertSame("entries?" + range, where, "key");
        assertThat(countInOriel(range)).isEqualTo(inSqlite(where, "key").size());
    }

    @Test
    void every_value_counts_as_often_as_in_sqlite() throws Exception {
        for (String index : List.of("genre", "origin", "rating")) {
            try (Statement statement = sqlite.createStatement();
                    ResultSet counts = statement.executeQuery(
                            "SELECT %s, count(*) FROM vega WHERE %s IS NOT NULL GROUP BY 1".formatted(index, index))) {
                while (counts.next()) {
                    String value = OrielClient.encode(counts.getString(1));
                    assertThat(countInOriel("index=" + index + "&value=" + value))
                            .as("%s %s", index, value)
                            .isEqualTo(counts.getLong(2));
                }
            }
        }
        assertThat(countInOriel("")).isEqualTo(ROWS);
    }
}
