package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAccessTest {
    @Test
    void shouldParseACompleteUrl() {
        // When
        DatabaseAccess access =
                DatabaseAccess.parse("postgresql://ann:s%40cret+%3A1@db.example:6432/yard?sslmode=require");

        // Then
        assertThat(access)
                .isEqualTo(new DatabaseAccess(
                        "postgresql://db.example:6432/yard?sslmode=require",
                        "jdbc:postgresql://db.example:6432/yard?sslmode=require",
                        "ann",
                        Optional.of("s@cret+:1")));
    }

    @Test
    void shouldUseTheDefaultPortAndAllowAMissingPassword() {
        // When
        DatabaseAccess access = DatabaseAccess.parse("postgres://ann@localhost/yard");

        // Then
        assertThat(access)
                .isEqualTo(new DatabaseAccess(
                        "postgresql://localhost:5432/yard",
                        "jdbc:postgresql://localhost:5432/yard",
                        "ann",
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost/yard",
                "mysql://ann:hunter2@localhost/yard",
                "postgresql://localhost/yard",
                "postgresql:///yard",
                "jdbc:postgresql://ann:hunter2@localhost/yard",
                "postgresql://ann:hunter2 @localhost/yard"
            })
    void shouldRejectOtherUrlsWithoutRepeatingThePassword(String url) {
        // When
        var thrown = assertThatThrownBy(() -> DatabaseAccess.parse(url));

        // Then
        thrown.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(e.detail()).contains("YARDMASTER_DATABASE_URL").doesNotContain("hunter2");
        });
    }
}
