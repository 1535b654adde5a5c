package dev.yardmaster.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseFailureTest {
    static Stream<Throwable> unreachable() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("db"),
                ClosedConnectionException.INSTANCE,
                new PgException("too many clients", "FATAL", "53300", ""),
                new PgException("shutting down", "FATAL", "57P01", ""),
                new SQLException("gone", "08006"),
                new CompletionException(new IllegalStateException(new ConnectException("refused"))));
    }

    static Stream<Throwable> otherFailures() {
        return Stream.of(
                new PgException("duplicate key", "ERROR", "23505", ""),
                new SQLException("syntax", "42601"),
                new SQLException("no state"),
                new IllegalStateException("bug"));
    }

    @ParameterizedTest
    @MethodSource("unreachable")
    void shouldRecogniseAnUnreachableDatabase(Throwable failure) {
        // When
        boolean unreachable = DatabaseFailure.isUnreachable(failure);

        // Then
        assertThat(unreachable).isTrue();
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void shouldNotTreatOtherFailuresAsAnUnreachableDatabase(Throwable failure) {
        // When
        boolean unreachable = DatabaseFailure.isUnreachable(failure);

        // Then
        assertThat(unreachable).isFalse();
    }

    @Test
    void shouldReturnForACycleOfCauses() {
        // Given
        Exception first = new Exception();
        Exception second = new Exception(first);
        first.initCause(second);

        // When
        boolean unreachable = DatabaseFailure.isUnreachable(first);

        // Then
        assertThat(unreachable).isFalse();
    }
}
