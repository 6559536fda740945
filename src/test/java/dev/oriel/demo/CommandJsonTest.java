package dev.oriel.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandJsonTest {

    @Test
    void an_order_is_a_customer_a_product_and_a_quantity_in_any_order() throws Exception {
        assertThat(CommandJson.order(bytes(" {\"quantity\": 100, \"product\":\"p-0001\",\"customer\":\"c-00001\"} \n")))
                .isEqualTo(new OrderRequest("c-00001", "p-0001", 100));
    }

    @ParameterizedTest
    @EnumSource
    void a_status_is_named_as_in_the_orders_json(OrderStatus status) throws Exception {
        assertThat(CommandJson.status(bytes("{\"status\":\"" + status.wireName() + "\"}")))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                          | the body: expected a JSON object, such as
                    []                                                          | the body: expected a JSON object, such as
                    null                                                        | the body: expected a JSON object, such as
                    nonsense                                                    | the body: Unrecognized token 'nonsense'
                    {"customer":"c"                                             | the body: Unexpected end-of-input
                    {"customer":"c","product":"p","quantity":1} {}              | the body: more follows behind the object
                    {"customer":"c","customer":"c","product":"p","quantity":1}  | the body: Duplicate field 'customer'
                    {"customer":"c","product":"p"}                              | quantity is missing
                    {"customer":"c","product":"p","quantity":1,"price":0}       | unknown member 'price'; expected customer, product, quantity
                    {"customer":1,"product":"p","quantity":1}                   | customer: expected a string, found 1
                    {"customer":"c","product":null,"quantity":1}                | product: expected a string, found null
                    {"customer":"c","product":"p","quantity":"1"}               | quantity: expected a whole number from 1 to 100, found "1"
                    {"customer":"c","product":"p","quantity":1.5}               | quantity: expected a whole number from 1 to 100, found 1.5
                    {"customer":"c","product":"p","quantity":0}                 | quantity: expected a whole number from 1 to 100, found 0
                    {"customer":"c","product":"p","quantity":101}               | quantity: expected a whole number from 1 to 100, found 101
                    {"customer":"c","product":"p","quantity":4294967297}        | quantity: expected a whole number from 1 to 100, found 4294967297
                    """)
    void what_is_no_order_is_refused_with_a_reason(String body, String reason) {
        assertThatExceptionOfType(BadCommandException.class)
                .isThrownBy(() -> CommandJson.order(bytes(body)))
                .withMessageStartingWith(reason);
    }

    @Test
    void a_status_that_no_order_has_is_refused_with_those_there_are() {
        assertThatExceptionOfType(BadCommandException.class)
                .isThrownBy(() -> CommandJson.status(bytes("{\"status\":\"lost\"}")))
                .withMessage("status: expected one of placed, paid, packed, shipped, delivered, cancelled, returned,"
                        + " found 'lost'");
    }

    @Test
    void what_was_found_is_shown_in_part_if_it_is_long() {
        String name = "x".repeat(1000);

        assertThatExceptionOfType(BadCommandException.class)
                .isThrownBy(() -> CommandJson.status(bytes("{\"status\":\"" + name + "\"}")))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThan(200).contains("xxx…"));
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        assertThatExceptionOfType(BadCommandException.class)
                .isThrownBy(() -> CommandJson.status(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}))
                .withMessageStartingWith("the body: ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
