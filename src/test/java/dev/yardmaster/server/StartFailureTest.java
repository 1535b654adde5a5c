package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.sql.SQLException;
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

    @Test
    void shouldReportAnInternalFailureAsSuch() {
        // When
        RuntimeException explained = StartFailure.of(new IllegalArgumentException("odd"));

        // Then
        assertThat(explained).isInstanceOf(IllegalStateException.class).hasMessageContaining("odd");
    }
}
