package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StartFailureTest {
    private static Stream<Arguments> causes() {
        var details = new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "mismatch");
        return Stream.of(
                Arguments.of(new FlywayValidateException(details, "run repair"), "Another version of Yardmaster"),
                Arguments.of(new SQLException("no such host"), "no such host Check YARDMASTER_DATABASE_URL"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void shouldExplainWhatTheUserCanDo(Exception cause, String message) {
        // Given
        var failure = new RuntimeException("Failed to start", new RuntimeException(cause));

        // When
        RuntimeException explained = StartFailure.of(failure);

        // Then
        assertThat(explained).isInstanceOfSatisfying(YardmasterException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(problem.detail()).contains(message).doesNotContain("repair");
        });
    }

    private static Stream<Arguments> configurationFailures() {
        return Stream.of(
                Arguments.of(
                        new IllegalArgumentException("SRCFG00029: Expected an integer value, got \"x\""),
                        "Expected an integer value, got \"x\""),
                Arguments.of(
                        new NoSuchElementException("SRCFG00014: The property p is required"),
                        "The property p is required"),
                Arguments.of(new ConfigurationException("java.lang.IllegalArgumentException: two\nlines"), "two lines"),
                Arguments.of(
                        new ConfigValidationException(new ConfigValidationException.Problem[] {
                            new ConfigValidationException.Problem("SRCFG00050: x")
                        }),
                        "x"));
    }

    @ParameterizedTest
    @MethodSource("configurationFailures")
    void shouldReportAMistakeInTheConfigurationInOneLine(Exception cause, String message) {
        // Given
        var failure = new RuntimeException("Failed to start", cause);

        // When
        RuntimeException explained = StartFailure.of(failure);

        // Then
        assertThat(explained)
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        invalid -> assertThat(invalid.mistakes())
                                .containsExactly("The configuration is wrong: " + message));
    }

    @Test
    void shouldReportAnInternalFailureAsSuch() {
        // When
        RuntimeException explained = StartFailure.of(new IllegalArgumentException("odd"));

        // Then
        assertThat(explained).isInstanceOf(IllegalStateException.class).hasMessageContaining("odd");
    }
}
