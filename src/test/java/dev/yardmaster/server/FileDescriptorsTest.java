package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorsTest {
    @ParameterizedTest
    @CsvSource({"20, 16", "256, 53", "1024, 437", "1048576, 524213", "9223372036854775807, 2147483647"})
    void shouldLeaveDescriptorsForOthersThanConnections(long limit, int expected) {
        // When
        int connections = new FileDescriptors(limit).connections();

        // Then
        assertThat(connections).isEqualTo(expected);
    }

    @Test
    void shouldWarnOfFewDescriptorsOnly() {
        // When
        var few = new FileDescriptors(256).warning();
        var enough = new FileDescriptors(1024).warning();

        // Then
        assertThat(few)
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains(
                                "only 256 files and sockets", "ulimit -n", "at most 53 connections", "at least 1024"));
        assertThat(enough).isEmpty();
    }
}
