package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list as a client reads it page by page: each from the next of the instances, along the links. */
final class Pages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<OrielClient> clients;
    private final List<JsonNode> entries = new ArrayList<>();
    private Optional<String> next;
    private int read;

    /**
     * Nothing has been read yet.
     *
     * @param clients of the instances to ask
     * @param path the first page's, with its query
     */
    Pages(List<OrielClient> clients, String path) {
        this.clients = clients;
        this.next = Optional.of(path);
    }

    /** All entries of a list. */
    static List<JsonNode> all(List<OrielClient> clients, String path) throws Exception {
        Pages pages = new Pages(clients, path);
        while (pages.hasNext()) {
            pages.readNext();
        }
        return pages.entries();
    }

    /** All entries of a list, read as one stream of lines. */
    static List<JsonNode> streamed(OrielClient client, String path) throws Exception {
        Answer answer = client.get(path, "Accept", "application/x-ndjson");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> entries = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (!line.isEmpty()) {
                entries.add(JSON.readTree(line));
            }
        }
        return entries;
    }

    boolean hasNext() {
        return next.isPresent();
    }

    void readNext() throws Exception {
        String path = next.orElseThrow();
        Answer page = clients.get(read % clients.size()).get(path);
        assertThat(page.status()).as("%s: %s", path, page.text()).isEqualTo(200);
        page.json().path("entries").forEach(entries::add);
        next = page.header("Link").map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"));
        read++;
    }

    /** How many pages have been read. */
    int read() {
        return read;
    }

    /** What has been read. */
    List<JsonNode> entries() {
        return List.copyOf(entries);
    }
}
