package dev.yardmaster.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginCookieTest {
    @Test
    void shouldHideTheCookieFromScriptsAndForeignPages() {
        // When
        String header = LoginCookie.header(false, "abc", Duration.ofDays(1));

        // Then
        assertThat(parts(header))
                .contains("yardmaster-login=abc", "Path=/", "HTTPOnly", "SameSite=Strict", "Max-Age=86400")
                .doesNotContain("Secure");
    }

    @Test
    void shouldBindTheCookieToTheHostBehindTls() {
        // When
        String header = LoginCookie.header(true, "abc", Duration.ofDays(1));

        // Then
        assertThat(parts(header))
                .contains("__Host-yardmaster-login=abc", "Path=/", "HTTPOnly", "SameSite=Strict", "Secure")
                .noneMatch(part -> part.startsWith("Domain"));
    }

    private static List<String> parts(String header) {
        return List.of(header.split("; "));
    }
}
