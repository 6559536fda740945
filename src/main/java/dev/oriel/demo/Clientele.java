package dev.oriel.demo;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Thinks up who orders: people with a name of their country. */
final class Clientele {

    private static final Duration OLDEST_ACCOUNT = Duration.ofDays(5 * 365);

    private Clientele() {}

    /** Accounts opened in the five years before {@code now}. */
    static List<Customer> customers(int count, RandomGenerator random, Instant now) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> customer(number, random, now))
                .toList();
    }

    private static Customer customer(int number, RandomGenerator random, Instant now) {
        Country country = pick(Country.ALL, random);
        String given = pick(country.givenNames(), random);
        String family = pick(country.familyNames(), random);
        String email = ascii(given) + "." + ascii(family) + number + "@example.com";
        Instant since = now.minusSeconds(random.nextLong(OLDEST_ACCOUNT.toSeconds()));
        return new Customer(
                "c-%05d".formatted(number),
                given + " " + family,
                email,
                pick(country.cities(), random),
                country,
                since);
    }

    private static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    private static String ascii(String name) {
        String plain = name.replace("ß", "ss").replace("ł", "l").replace("Ł", "L");
        return Normalizer.normalize(plain, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
