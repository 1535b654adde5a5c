package dev.yardmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CliCacheTest {
    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(Map.of("HOME", "/h"), "/h/.cache/yardmaster-test"),
                Arguments.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/c"), "/c/yardmaster-test"),
                Arguments.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", ""), "/h/.cache/yardmaster-test"),
                Arguments.of(Map.of("XDG_CACHE_HOME", "/c", "TEST_CLIS", "/t"), "/t"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldUseTheVariablesOfTheInstaller(Map<String, String> environment, Path expected) {
        // Given an environment

        // When
        Path directory = CliCache.directory(environment);

        // Then
        assertThat(directory).isEqualTo(expected);
    }
}
