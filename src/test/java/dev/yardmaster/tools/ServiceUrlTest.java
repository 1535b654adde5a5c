package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8484/mcp/worker",
        "yard.example, http://yard.example:8484/mcp/worker",
        "0.0.0.0, http://127.0.0.1:8484/mcp/worker",
        "::, http://[::1]:8484/mcp/worker",
        "::1, http://[::1]:8484/mcp/worker",
    })
    void shouldBeTheAddressOnWhichTheServiceListens(String host, String expected) {
        // When
        String url = new ServiceUrl(Optional.empty(), host, () -> 8484).of("worker");

        // Then
        assertThat(url).isEqualTo(expected);
    }

    @Test
    void shouldBeTheConfiguredOne() {
        // When
        String url =
                new ServiceUrl(Optional.of(URI.create("https://yard.example/")), "0.0.0.0", () -> 1).of("director");

        // Then
        assertThat(url).isEqualTo("https://yard.example/mcp/director");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yard.example",
                "ftp://yard.example",
                "http://yard.example/crew",
                "http://a:b@yard.example",
                "http:///"
            })
    void shouldRefuseWhatIsNoUrlOfAService(String url) {
        // Given
        Optional<URI> configured = Optional.of(URI.create(url));

        // When / Then
        assertThatThrownBy(() -> new ServiceUrl(configured, "127.0.0.1", () -> 8484))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("yardmaster.tools.url is not the URL of a service");
    }
}
