package dev.oriel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShopTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Property(tries = 20)
    void orders_only_move_forward_one_version_at_a_time_and_end_when_removed(@ForAll long seed) {
        Map<String, Order> known = new HashMap<>();
        Set<String> removed = new HashSet<>();

        events(shop(seed), 5_000).forEach(event -> {
            assertThat(removed).doesNotContain(event.orderId());
            Order before = known.get(event.orderId());
            switch (event) {
                case OrderEvent.Changed changed -> {
                    assertFollows(before, changed.order());
                    known.put(event.orderId(), changed.order());
                }
                case OrderEvent.Removed gone -> {
                    assertThat(before).isNotNull().extracting(Order::status).isEqualTo(OrderStatus.DELIVERED);
                    removed.add(gone.orderId());
                }
            }
        });
    }

    private static void assertFollows(@Nullable Order before, Order after) {
        if (before == null) {
            assertThat(after.version()).isEqualTo(1);
            assertThat(after.status()).isEqualTo(OrderStatus.PLACED);
        } else {
            assertThat(after.version()).isEqualTo(before.version() + 1);
            assertThat(before.status().mayBecome(after.status())).isTrue();
            assertThat(after.total()).isEqualTo(before.total());
            assertThat(after.placedAt()).isEqualTo(before.placedAt());
        }
    }

    @Property(tries = 20)
    void what_an_order_says_it_costs_is_the_sum_of_its_parts(@ForAll long seed) {
        events(shop(seed), 200).forEach(event -> {
            if (event instanceof OrderEvent.Changed changed) {
                JsonNode order = parse(ShopJson.of(changed.order()));
                BigDecimal subtotal = BigDecimal.ZERO;
                for (JsonNode item : order.path("items")) {
                    BigDecimal amount = item.path("unitPrice")
                            .decimalValue()
                            .multiply(item.path("quantity").decimalValue());
                    assertThat(item.path("amount").decimalValue()).isEqualByComparingTo(amount);
                    subtotal = subtotal.add(amount);
                }
                assertThat(order.path("subtotal").decimalValue()).isPositive().isEqualByComparingTo(subtotal);
                assertThat(order.path("total").decimalValue())
                        .isEqualByComparingTo(
                                subtotal.add(order.path("shipping").decimalValue()));
            }
        });
    }

    @Property(tries = 10)
    void the_same_seed_and_clock_make_the_same_shop(@ForAll long seed) {
        Shop one = shop(seed);
        Shop other = shop(seed);

        assertThat(one.products()).isEqualTo(other.products());
        assertThat(one.customers()).isEqualTo(other.customers());
        assertThat(events(one, 500).toList()).isEqualTo(events(other, 500).toList());
    }

    @Property(tries = 5)
    void every_fate_of_an_order_is_seen_before_long(@ForAll long seed) {
        Set<OrderStatus> statuses = EnumSet.noneOf(OrderStatus.class);
        Set<String> removed = new HashSet<>();

        events(shop(seed), 20_000).forEach(event -> {
            switch (event) {
                case OrderEvent.Changed changed -> statuses.add(changed.order().status());
                case OrderEvent.Removed gone -> removed.add(gone.orderId());
            }
        });

        assertThat(statuses).containsExactlyInAnyOrder(OrderStatus.values());
        assertThat(removed).hasSizeBetween(20, 400);
    }

    @Test
    void it_sells_a_few_hundred_different_things_to_a_thousand_people() {
        Shop shop = shop(1);

        assertThat(shop.products()).hasSize(240).doesNotHaveDuplicates().allSatisfy(product -> {
            assertThat(product.id()).matches("p-\\d{4}");
            assertThat(product.price().hundredths()).isPositive();
            assertThat(product.stock()).isNotNegative();
        });
        assertThat(shop.products()).extracting(Product::id).doesNotHaveDuplicates();
        assertThat(shop.products()).extracting(Product::name).doesNotHaveDuplicates();
        assertThat(shop.products()).extracting(Product::category).contains("kitchen", "outdoor", "audio");
        assertThat(shop.customers()).hasSize(1_000).allSatisfy(customer -> {
            assertThat(customer.id()).matches("c-\\d{5}");
            assertThat(customer.email()).matches("[a-z]+\\.[a-z]+\\d+@example\\.com");
            assertThat(customer.country().cities()).contains(customer.city());
            assertThat(customer.since()).isBefore(CLOCK.instant());
        });
        assertThat(shop.customers()).extracting(Customer::id).doesNotHaveDuplicates();
        assertThat(shop.customers()).extracting(Customer::country).containsAll(Country.ALL);
    }

    @Test
    void a_shop_opened_later_makes_no_order_id_again() {
        Clock later = Clock.offset(CLOCK, Duration.ofSeconds(1));

        Set<String> first = orderIds(shop(1));
        Set<String> second = orderIds(new Shop(new Random(1), later));

        assertThat(first).hasSizeGreaterThan(100).doesNotContainAnyElementsOf(second);
    }

    @Test
    void an_order_cannot_go_back() {
        OrderEvent.Changed placed = (OrderEvent.Changed) shop(1).next();
        Order paid = placed.order().become(OrderStatus.PAID, CLOCK.instant());

        assertThatIllegalStateException()
                .isThrownBy(() -> paid.become(OrderStatus.PLACED, CLOCK.instant()))
                .withMessageContaining("PAID and cannot become PLACED");
    }

    @Test
    void an_order_is_written_as_json_with_two_decimals() {
        Country poland = Country.ALL.stream()
                .filter(each -> each.code().equals("PL"))
                .findFirst()
                .orElseThrow();
        Customer customer = new Customer("c-00007", "Zofia Mazur", "z@example.com", "Łódź", poland, CLOCK.instant());
        List<Order.Item> items = List.of(new Order.Item("p-0001", "Oak Stock Pot", 3, Money.of(10, 50)));
        Order order = new Order(
                "o-1", 2, OrderStatus.PAID, customer, items, Money.of(19, 90), CLOCK.instant(), CLOCK.instant());

        assertThat(new String(ShopJson.of(order), StandardCharsets.UTF_8)).isEqualTo("""
                        {"id":"o-1","version":2,"status":"paid","customerId":"c-00007","country":"PL","currency":"PLN",\
                        "items":[{"productId":"p-0001","name":"Oak Stock Pot","quantity":3,"unitPrice":10.50,"amount":31.50}],\
                        "subtotal":31.50,"shipping":19.90,"total":51.40,\
                        "placedAt":"2026-11-23T08:00:00Z","updatedAt":"2026-11-23T08:00:00Z"}""");
    }

    private static Shop shop(long seed) {
        return new Shop(new Random(seed), CLOCK);
    }

    private static Stream<OrderEvent> events(Shop shop, int count) {
        return Stream.generate(shop::next).limit(count);
    }

    private static Set<String> orderIds(Shop shop) {
        Set<String> ids = new HashSet<>();
        events(shop, 2_000).forEach(event -> ids.add(event.orderId()));
        return ids;
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
