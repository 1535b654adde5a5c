package dev.yardmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
    private final HostGuard guard = new HostGuard(Set.of("Yard.Example"), Set.of("https://Crew.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8484",
                "127.0.0.1:8484",
                "[::1]",
                "[::1]:8484",
                "yard.example",
                "YARD.example:443",
                "192.168.1.7:8484",
                "[fe80::1]:8484"
            })
    void shouldAllowListedNamesAndAllAddresses(String host) {
        // When
        Optional<String> refusal = guard.refusal(List.of(host), List.of());

        // Then
        assertThat(refusal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.evil.example",
                "127.0.0.1.",
                "localhost.",
                "127.1",
                "2130706433",
                "0x7f000001",
                "[::1].evil.example",
                "::1",
                "",
                ":8484",
                "localhost:",
                "localhost:123456",
                "user@localhost",
                "localhost/evil",
                "localhost evil",
                "yard.example.evil",
                "1.2.3.4.5",
                "a1.2.3.4"
            })
    void shouldRejectOtherHosts(String host) {
        // When
        Optional<String> refusal = guard.refusal(List.of(host), List.of());

        // Then
        assertThat(refusal).isPresent();
    }

    @Test
    void shouldNameTheSettingThatAllowsAHost() {
        // When
        Optional<String> refusal = guard.refusal(List.of("other.example:80"), List.of());

        // Then
        assertThat(refusal)
                .hasValueSatisfying(message ->
                        assertThat(message).contains("'other.example'", "yardmaster.security.allowed-hosts"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8484, http://localhost:8484",
        "localhost, http://localhost",
        "yard.example, https://yard.example",
        "[::1]:8484, http://[::1]:8484",
        "localhost:8484, https://crew.example",
        "localhost:8484, HTTPS://CREW.EXAMPLE",
    })
    void shouldAllowItsOwnAndListedOrigins(String host, String origin) {
        // When
        Optional<String> refusal = guard.refusal(List.of(host), List.of(origin));

        // Then
        assertThat(refusal).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8484, http://localhost:3000",
        "localhost:8484, http://localhost",
        "localhost:8484, http://127.0.0.1:8484",
        "localhost:8484, http://evil.example",
        "localhost:8484, http://crew.example",
        "localhost:8484, https://crew.example.evil",
        "localhost:8484, null",
        "localhost:8484, ''",
        "localhost:8484, file://",
        "localhost:8484, chrome-extension://localhost:8484",
        "localhost:8484, http://localhost:8484/",
        "localhost:8484, http://user@localhost:8484",
    })
    void shouldRejectOtherOriginsAndNameTheSetting(String host, String origin) {
        // When
        Optional<String> refusal = guard.refusal(List.of(host), List.of(origin));

        // Then
        assertThat(refusal)
                .hasValueSatisfying(message -> assertThat(message).contains("yardmaster.security.allowed-origins"));
    }

    @Test
    void shouldRejectDuplicateAndMissingHeaders() {
        // When
        List<Optional<String>> refusals = List.of(
                guard.refusal(List.of(), List.of()),
                guard.refusal(List.of("localhost", "localhost"), List.of()),
                guard.refusal(List.of("localhost"), List.of("http://localhost", "http://localhost")));

        // Then
        assertThat(refusals).allSatisfy(refusal -> assertThat(refusal).isPresent());
    }
}
