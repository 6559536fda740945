package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryParametersTest {

    @Test
    void values_are_decoded_as_forms_write_them() {
        QueryParameters query = new QueryParameters("prefix=a+b%2B%C3%A9&empty=&flag&%61=b=c&prefix=second");

        assertThat(query.value("prefix")).contains("a b+é");
        assertThat(query.raw("prefix")).isEqualTo("a+b%2B%C3%A9");
        assertThat(query.value("empty")).contains("");
        assertThat(query.has("flag")).isTrue();
        assertThat(query.value("flag")).contains("");
        assertThat(query.value("a")).contains("b=c");
        assertThat(query.has("absent")).isFalse();
        assertThat(query.value("absent")).contains("");
    }

    @Test
    void what_is_not_utf8_has_no_value() {
        assertThat(new QueryParameters("a=%FF").value("a")).isEmpty();
        assertThat(new QueryParameters("a=%4").value("a")).isEmpty();
        assertThat(new QueryParameters("%FF=a").has("")).isFalse();
    }

    @Test
    void no_query_has_no_parameters() {
        assertThat(new QueryParameters(null).has("a")).isFalse();
        assertThat(new QueryParameters("").has("")).isFalse();
    }
}
