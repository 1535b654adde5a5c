package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorsTest {
    @ParameterizedTest
    @CsvSource({"20, 16", "400, 50", "1024, 362", "1048576, 524138", "9223372036854775807, 2147483647"})
    void shouldLeaveDescriptorsForOthersThanConnections(long limit, int expected) {
        // When
        int connections = new FileDescriptors(limit).connections();

        // Then
        assertThat(connections).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "256, 'only 256 files and sockets (ulimit -n), but it needs about 300 for itself.'",
        "400, at most 50 connections at once. Allow at least 1024."
    })
    void shouldWarnOfFewDescriptors(long limit, String text) {
        // When
        var warning = new FileDescriptors(limit).warning();

        // Then
        assertThat(warning).hasValueSatisfying(it -> assertThat(it).contains(text));
    }

    @Test
    void shouldNotWarnOfEnoughDescriptors() {
        // When
        var warning = new FileDescriptors(1024).warning();

        // Then
        assertThat(warning).isEmpty();
    }
}
