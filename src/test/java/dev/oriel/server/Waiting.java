package dev.oriel.server;

/** How many reads wait, as an instance's metrics tell. */
final class Waiting {

    private Waiting() {}

    static double reads(OrielClient client, String view) {
        try {
            return client.get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("oriel_reads_waiting{") && line.contains("view=\"" + view + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
