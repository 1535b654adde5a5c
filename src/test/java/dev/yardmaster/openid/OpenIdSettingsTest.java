package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenIdSettingsTest {
    @Test
    void shouldBeOffWithoutAnIssuer() {
        // Given
        OpenIdConfig config = TestConfig.of(Map.of());

        // When
        Optional<OpenIdSettings> settings = OpenIdSettings.of(config);

        // Then
        assertThat(settings).isEmpty();
    }

    @Test
    void shouldReadAllProperties() {
        // When
        OpenIdSettings settings =
                TestConfig.settings("jwks", "http://localhost:1/keys", "leeway", "1m", "audience", "a,b");

        // Then
        assertThat(settings.issuer()).isEqualTo(TestConfig.ISSUER);
        assertThat(settings.audiences()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.jwks()).hasToString("Optional[http://localhost:1/keys]");
        assertThat(settings.leeway()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            issuer       | id.example                    | yardmaster.openid.issuer is 'id.example', but it must be an https URL
            issuer       | http://id.example             | must be an https URL
            issuer       | http://127.0.0.1.id.example   | must be an https URL
            issuer       | https://id.example?a=b        | without a query
            issuer       | https://ann:secret@id.example | must be an https URL
            jwks         | ftp://id.example/keys         | yardmaster.openid.jwks is
            audience     | ''                            | yardmaster.openid.audience is missing
            leeway       | 11m                           | yardmaster.openid.leeway is longer than 10 minutes
            """)
    void shouldRefuseAWrongValue(String property, String value, String message) {
        // Given
        OpenIdConfig config = TestConfig.with(property, value);

        // When
        var failure = catchThrowableOfType(YardmasterException.class, () -> OpenIdSettings.of(config));

        // Then
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure.detail()).contains(message).doesNotContain("\n");
    }

    @Test
    void shouldNameEachMistakeInALineOfItsOwn() {
        // Given
        OpenIdConfig config = TestConfig.of(Map.of("issuer", "crew", "jwks", "keys"));

        // When
        var failure = catchThrowableOfType(YardmasterException.class, () -> OpenIdSettings.of(config));

        // Then
        assertThat(failure.detail().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("yardmaster.openid.audience is missing"))
                .anyMatch(line -> line.startsWith("No token of the issuer would have a role. Set"));
    }

    @ParameterizedTest
    @CsvSource({"audience, yardmaster", "jwks, https://id.example/keys", "roles.admin, admins"})
    void shouldRefuseOtherPropertiesWithoutAnIssuer(String property, String value) {
        // Given
        OpenIdConfig config = TestConfig.of(Map.of(property, value));

        // When
        var failure = catchThrowableOfType(YardmasterException.class, () -> OpenIdSettings.of(config));

        // Then
        assertThat(failure.detail()).startsWith("yardmaster.openid.issuer is missing");
    }
}
