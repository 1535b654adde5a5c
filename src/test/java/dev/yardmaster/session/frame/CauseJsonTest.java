package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.session.end.SessionEnd.Cause;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CauseJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RESET = Instant.parse("2026-07-01T12:00:00.5Z");

    static Stream<Cause> causes() {
        return Stream.of(
                        new FailureCause.Quota("opus", "seven_day_opus", RESET, LimitSource.TEXT, 0.8),
                        new FailureCause.Credits(RESET, LimitSource.DEFAULT, 0.5),
                        new FailureCause.Transient(),
                        new FailureCause.Auth(),
                        new FailureCause.Context(),
                        new FailureCause.Capacity(),
                        FailureCause.NONE)
                .flatMap(failure ->
                        Stream.of(new Cause(failure, Optional.empty()), new Cause(failure, Optional.of("\"no\"\n🚂"))));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void shouldReadTheJsonThatItWrote(Cause cause) throws IOException {
        // When
        Cause read = CauseJson.read(JSON.readTree(CauseJson.write(cause).toString()));

        // Then
        assertThat(read).isEqualTo(cause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"signal\":\"to come\"}",
                "{\"signal\":\"quota\",\"blockedUntil\":\"soon\",\"source\":\"text\"}",
                "{\"signal\":\"credits\",\"blockedUntil\":\"2026-07-01T12:00:00Z\",\"source\":\"hearsay\"}"
            })
    void shouldReadUnknownJsonAsNoCause(String json) throws IOException {
        // When
        Cause read = CauseJson.read(JSON.readTree(json));

        // Then
        assertThat(read).isEqualTo(Cause.NONE);
    }
}
