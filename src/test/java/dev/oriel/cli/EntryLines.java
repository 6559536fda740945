package dev.oriel.cli;

/** Entries as Oriel lists them, whose keys are the text that stands for them and whose values are numbers with a digit to lose. */
final class EntryLines {

    static final String PROBLEM = """
            {"type":"https://oriel.dev/problems/view-not-found","title":"View not found","status":404,
             "detail":"there is no view 'orders'","instance":"/v1/views/orders/entries"}""";

    private EntryLines() {}

    static String entry(String key) {
        return "{\"key\":\"%s\",\"version\":7,\"timestamp\":\"2026-11-22T10:15:30.123Z\",\"value\":1.50}"
                .formatted(key);
    }

    static String lines(String... keys) {
        StringBuilder lines = new StringBuilder();
        for (String key : keys) {
            lines.append(entry(key)).append('\n');
        }
        return lines.toString();
    }

    /** A page, with more members that have a comma in front. */
    static StubServer.Answer page(String members, String... entries) {
        return StubServer.Answer.of(
                200,
                "application/json",
                "{\"entries\":[%s]%s,\"position\":\"orders/0@12\"}".formatted(String.join(", ", entries), members));
    }
}
