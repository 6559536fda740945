package dev.oriel.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Thinks up what the shop sells: things of a category, each in a few makes. */
final class Catalog {

    private static final int MAX_STOCK = 400;
    private static final int[] PRICE_ENDINGS = {0, 50, 90, 95};

    /** What is sold under one heading, with the price range in whole euros. */
    private record Range(String category, int cheapest, int dearest, List<String> things, List<String> makes) {}

    private static final List<Range> RANGES = List.of(
            new Range(
                    "kitchen",
                    8,
                    120,
                    List.of(
                            "Chef's Knife",
                            "Cutting Board",
                            "Stock Pot",
                            "Cast-Iron Pan",
                            "Salad Bowl",
                            "Pepper Mill",
                            "Tea Kettle",
                            "Pour-Over Dripper"),
                    List.of("Walnut", "Oak", "Steel", "Enamel", "Copper", "Stoneware")),
            new Range(
                    "home",
                    12,
                    260,
                    List.of(
                            "Table Lamp",
                            "Wool Blanket",
                            "Linen Cushion",
                            "Wall Clock",
                            "Bookend Pair",
                            "Floor Vase",
                            "Storage Basket",
                            "Coat Rack"),
                    List.of("Nordhavn", "Lumen", "Alder", "Slate", "Ochre", "Moss")),
            new Range(
                    "outdoor",
                    15,
                    340,
                    List.of(
                            "Day Pack",
                            "Rain Jacket",
                            "Camping Stove",
                            "Sleeping Mat",
                            "Trekking Poles",
                            "Head Torch",
                            "Two-Person Tent",
                            "Water Filter"),
                    List.of("Fjell", "Ridge", "Cairn", "Lynx", "Monsoon", "Ultralight")),
            new Range(
                    "office",
                    4,
                    180,
                    List.of(
                            "Notebook A5",
                            "Fountain Pen",
                            "Desk Mat",
                            "Monitor Stand",
                            "Document Tray",
                            "Desk Lamp",
                            "Pencil Case",
                            "Wall Planner"),
                    List.of("Dotted", "Graphite", "Birch", "Felt", "Brass", "Recycled")),
            new Range(
                    "audio",
                    19,
                    420,
                    List.of(
                            "Bookshelf Speaker",
                            "In-Ear Headphones",
                            "Turntable",
                            "Bluetooth Receiver",
                            "Over-Ear Headphones",
                            "Soundbar",
                            "DAB Radio",
                            "Phono Preamp"),
                    List.of("Alto", "Mezzo", "Tenor", "Studio", "Mini", "Reference")),
            new Range(
                    "garden",
                    6,
                    95,
                    List.of(
                            "Hand Trowel",
                            "Watering Can",
                            "Pruning Shears",
                            "Seed Tray",
                            "Bird Feeder",
                            "Plant Pot",
                            "Garden Gloves",
                            "Rain Gauge"),
                    List.of("Heritage", "Terracotta", "Galvanised", "Ash", "Compact", "Copper")));

    private Catalog() {}

    /** At most {@code count} products; there are 288 names. */
    static List<Product> products(int count, RandomGenerator random) {
        List<Product> products = new ArrayList<>();
        for (Range range : RANGES) {
            for (String thing : range.things) {
                for (String make : range.makes) {
                    products.add(new Product(
                            "", make + " " + thing, range.category, price(range, random), random.nextInt(MAX_STOCK)));
                }
            }
        }
        Collections.shuffle(products, Random.from(random));
        return numbered(products.subList(0, Math.min(count, products.size())));
    }

    private static List<Product> numbered(List<Product> products) {
        List<Product> numbered = new ArrayList<>(products.size());
        for (Product each : products) {
            String id = "p-%04d".formatted(numbered.size() + 1);
            numbered.add(new Product(id, each.name(), each.category(), each.price(), each.stock()));
        }
        return List.copyOf(numbered);
    }

    /** Cheap things are more frequent than dear ones. */
    private static Money price(Range range, RandomGenerator random) {
        double share = random.nextDouble() * random.nextDouble();
        long euros = range.cheapest + Math.round(share * (range.dearest - range.cheapest));
        int cents = PRICE_ENDINGS[random.nextInt(PRICE_ENDINGS.length)];
        return Money.of(euros, cents);
    }
}
