package dev.yardmaster.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.com, true, example.com, 443, /",
        "HTTP://example.com/a/b?c=d, false, example.com, 80, /a/b?c=d",
        "https://example.com:8443?x, true, example.com, 8443, /?x",
        "http://[2606:4700::1]:81/é, false, 2606:4700::1, 81, /é",
    })
    void shouldSplitAUrl(String url, boolean secure, String host, int port, String target) {
        // When / Then
        assertThat(WebhookUrl.of(url)).isEqualTo(new WebhookUrl(secure, host, port, target));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example.com/hook           | must begin with http:// or https://
            ftp://example.com/         | must begin with http:// or https://
            https:///hook              | must have a host
            https://a_b/hook           | must have a host
            https://example.com:0/     | a valid port
            https://example.com:99999/ | a valid port
            https://u:p@example.com/   | must not have a user or password
            https://example.com/#x     | must not have a fragment
            https://example.com/a b    | the character at position 22
            """)
    void shouldRefuseOtherUrls(String url, String problem) {
        // When / Then
        assertThatThrownBy(() -> WebhookUrl.of(url))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll("'url'", problem);
    }
}
