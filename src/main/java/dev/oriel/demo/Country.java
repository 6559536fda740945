package dev.oriel.demo;

import java.util.List;

/**
 * A country the shop delivers to.
 *
 * @param code ISO 3166, two letters
 * @param currency ISO 4217; one with two decimals
 * @param rateHundredths how many hundredths of the currency one euro is
 * @param shipping what delivery costs there, in its currency
 * @param cities where customers live
 * @param givenNames names to be met there
 * @param familyNames names to be met there
 */
record Country(
        String code,
        String currency,
        int rateHundredths,
        Money shipping,
        List<String> cities,
        List<String> givenNames,
        List<String> familyNames) {

    static final List<Country> ALL = List.of(
            new Country(
                    "DE",
                    "EUR",
                    100,
                    Money.of(4, 90),
                    List.of("Berlin", "Hamburg", "München", "Köln", "Leipzig", "Freiburg", "Bremen"),
                    List.of("Anna", "Lukas", "Marie", "Jonas", "Lena", "Felix", "Clara", "Paul", "Greta", "Emil"),
                    List.of("Schneider", "Becker", "Hoffmann", "Krüger", "Lange", "Vogel", "Brandt", "Jung", "Weiß")),
            new Country(
                    "FR",
                    "EUR",
                    100,
                    Money.of(6, 50),
                    List.of("Paris", "Lyon", "Nantes", "Toulouse", "Lille", "Rennes"),
                    List.of("Camille", "Hugo", "Manon", "Théo", "Léa", "Jules", "Inès", "Louis", "Zoé"),
                    List.of("Moreau", "Lefèvre", "Garnier", "Faure", "Rousseau", "Blanc", "Chevalier", "Marchand")),
            new Country(
                    "ES",
                    "EUR",
                    100,
                    Money.of(6, 90),
                    List.of("Madrid", "Barcelona", "Valencia", "Sevilla", "Bilbao"),
                    List.of("Lucía", "Mateo", "Sofía", "Diego", "Carmen", "Pablo", "Elena", "Javier"),
                    List.of("García", "Navarro", "Romero", "Iglesias", "Ortega", "Vidal", "Núñez", "Campos")),
            new Country(
                    "GB",
                    "GBP",
                    86,
                    Money.of(5, 95),
                    List.of("London", "Leeds", "Bristol", "Glasgow", "Cardiff", "Manchester"),
                    List.of("Oliver", "Amelia", "Harry", "Isla", "George", "Poppy", "Arthur", "Freya", "Priya"),
                    List.of("Wright", "Hughes", "Patel", "Campbell", "Bennett", "Walker", "Shaw", "Murray")),
            new Country(
                    "US",
                    "USD",
                    109,
                    Money.of(9, 99),
                    List.of("Portland", "Austin", "Chicago", "Boston", "Denver", "Seattle", "Atlanta"),
                    List.of("Emma", "Liam", "Ava", "Noah", "Mia", "Ethan", "Grace", "Mason", "Maya", "Carlos"),
                    List.of("Johnson", "Nguyen", "Miller", "Davis", "Martinez", "Clark", "Lewis", "Kim", "Brooks")),
            new Country(
                    "SE",
                    "SEK",
                    1_135,
                    Money.of(59, 0),
                    List.of("Stockholm", "Göteborg", "Malmö", "Uppsala", "Umeå"),
                    List.of("Elsa", "Oskar", "Astrid", "Nils", "Alma", "Axel", "Saga", "Viktor"),
                    List.of("Lindqvist", "Sjöberg", "Nyström", "Ekström", "Holm", "Åkesson", "Björk")),
            new Country(
                    "PL",
                    "PLN",
                    428,
                    Money.of(19, 90),
                    List.of("Warszawa", "Kraków", "Gdańsk", "Wrocław", "Łódź"),
                    List.of("Zofia", "Jakub", "Hanna", "Antoni", "Maja", "Szymon", "Oliwia", "Filip"),
                    List.of("Kowalczyk", "Wójcik", "Zieliński", "Mazur", "Krawczyk", "Dudek", "Pawlak")),
            new Country(
                    "CH",
                    "CHF",
                    94,
                    Money.of(7, 50),
                    List.of("Zürich", "Bern", "Basel", "Lausanne", "Lugano"),
                    List.of("Nina", "Reto", "Livia", "Urs", "Chiara", "Marco", "Noémie", "Beat"),
                    List.of("Keller", "Meier", "Bianchi", "Favre", "Zimmermann", "Frei", "Rossi")));

    Country {
        cities = List.copyOf(cities);
        givenNames = List.copyOf(givenNames);
        familyNames = List.copyOf(familyNames);
    }
}
