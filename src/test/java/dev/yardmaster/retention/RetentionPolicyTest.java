package dev.yardmaster.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
    @Test
    void shouldKeepThingsForTheirDefaultAges() {
        // When
        RetentionPolicy policy = policy(Map.of());

        // Then
        assertThat(policy.age(RetainedKind.TASKS)).contains(Duration.ofDays(30));
        assertThat(policy.age(RetainedKind.USAGE)).contains(Duration.ofDays(365));
        assertThat(policy.maxLogBytes()).isEmpty();
    }

    @Test
    void shouldKeepThingsForEverWithTheAgeZero() {
        // When
        RetentionPolicy policy = policy(Map.of("tasks", "PT0S", "sessions", "PT0S", "logs", "PT0S"));

        // Then
        assertThat(policy.ages()).containsOnlyKeys(RetainedKind.USAGE, RetainedKind.ACTIVITY, RetainedKind.MESSAGES);
    }

    @ParameterizedTest
    @CsvSource({"P40D, P7D, P7D", "P7D, P40D, P7D", "PT0S, P7D, P7D", "P7D, PT0S, P7D"})
    void shouldDeleteALogNoLaterThanItsSession(Duration sessions, Duration logs, Duration age) {
        // When
        RetentionPolicy policy = policy(Map.of("sessions", sessions.toString(), "logs", logs.toString()));

        // Then
        assertThat(policy.age(RetainedKind.LOGS)).contains(age);
    }

    @Test
    void shouldRestInProportionToTheWork() {
        // Given
        RetentionPolicy policy = policy(Map.of("busy-percent", "20"));

        // When
        Duration rest = policy.restAfter(Duration.ofMillis(10));

        // Then
        assertThat(rest).isEqualTo(Duration.ofMillis(40));
    }

    @ParameterizedTest
    @CsvSource({
        "tasks, PT59M, at least PT1H",
        "usage, P31D, at least PT768H",
        "activity, PT-1H, at least PT1H",
        "busy-percent, 0, at least 1",
        "busy-percent, 101, from 1 to 100",
        "max-log-gigabytes, 0, at least 1",
    })
    void shouldRefuseWhatCouldDeleteTooMuch(String setting, String value, String requirement) {
        // When / Then
        assertThatThrownBy(() -> policy(Map.of(setting, value)))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll("yardmaster.retention." + setting, requirement);
    }

    private static RetentionPolicy policy(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(RetentionConfig.class)
                .withSources(new PropertiesConfigSource(prefixed(settings), "test", 100))
                .withConverter(Duration.class, 200, RetentionPolicyTest::duration)
                .build();
        return RetentionPolicy.of(config.getConfigMapping(RetentionConfig.class));
    }

    private static Duration duration(String text) {
        return io.quarkus.runtime.configuration.DurationConverter.parseDuration(text);
    }

    private static Map<String, String> prefixed(Map<String, String> settings) {
        var all = new java.util.HashMap<String, String>();
        settings.forEach((name, value) -> all.put("yardmaster.retention." + name, value));
        return all;
    }
}
