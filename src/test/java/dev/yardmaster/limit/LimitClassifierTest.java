package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Limit;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitClassifierTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:20Z");
    private static final Instant RESET = Instant.parse("2026-03-11T16:59:59Z");

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            Extra usage is required for long context requests                                 => Context
            API Error: 429 Extra usage is required for long context requests.                 => Context
            Prompt is too long                                                                => Context
            Codex ran out of room in the model's context window. Start a new thread.          => Context
            API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited => Transient
            API Error: Repeated 529 Overloaded errors                                         => Transient
            API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} => Transient
            {"type":"overloaded_error"}                                                       => Transient
            API Error: 500 Internal server error                                              => Transient
            Provider is overloaded                                                            => Transient
            Server overloaded; retry later.                                                   => Transient
            API Error: 500 {"type":"error","error":{"type":"api_error","message":"Oh dear."}} => Transient
            Invalid API key · Please run /login                                               => Auth
            Please run /login · API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"Oh dear."}} => Auth
            API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}} => Auth
            Failed to authenticate. API Error: 401 Unauthorized                               => Auth
            The server is currently overloaded with other requests. Sorry about that! Please retry your request. => Transient
            We're currently experiencing high demand, which may cause temporary errors.       => Transient
            stream disconnected before completion: idle timeout waiting for SSE               => Transient
            unexpected status 502 Bad Gateway                                                 => Transient
            Selected model is at capacity. Please try a different model.                      => Capacity
            OAuth token revoked                                                               => Auth
            OAuth token has expired                                                           => Auth
            OAuth session expired and could not be refreshed                                  => Auth
            unexpected status 401 Unauthorized. Sign in with 'codex login'.                   => Auth
            Claude Opus 4 limit reached, now using Sonnet 4                                   => None
            Weekly limit reached · resets Dec 2, 7pm · now using extra usage                  => None
            """)
    void shouldDistinguishOtherFailuresFromLimits(String text, String expected) {
        // When
        FailureCause alone = ofText(text);
        FailureCause beside429 = LimitClassifier.classify(
                Optional.of(limit(Optional.empty(), Optional.empty())),
                Optional.of(new Failure("rate_limit", text, OptionalInt.of(429))),
                NOW);

        // Then
        assertThat(alone.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(beside429).isEqualTo(alone);
    }

    // The dialogues of the three providers report a refusal as a limit and a failure.
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', nullValues = "-", textBlock = """
            five_hour        => 2026-03-11T16:59:59Z => You've hit your 5-hour limit · resets 4:59pm (UTC) => five_hour => *   => 2026-03-11T16:59:59Z => STRUCTURED => 1
            seven_day_opus   => 2026-03-11T16:59:59Z => You've hit your Opus limit · resets 4:59pm       => seven_day_opus => opus => 2026-03-11T16:59:59Z => STRUCTURED => 1
            seven_day_sonnet => 2026-03-11T16:59:59Z => -                                                => seven_day_sonnet => sonnet => 2026-03-11T16:59:59Z => STRUCTURED => 1
            seven_day_oauth_apps => 2026-03-11T16:59:59Z => -                                            => seven_day_oauth_apps => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            seven_day_cowork => 2026-03-11T16:59:59Z => -                                                => seven_day_cowork => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            seven_day_overage_included => 2026-03-11T16:59:59Z => -                                      => seven_day_overage_included => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            overage          => 2026-03-11T16:59:59Z => -                                                => overage => *  => 2026-03-11T16:59:59Z => STRUCTURED => 1
            five_hour        => 2026-03-11T11:00:00Z => -                                                => five_hour => * => 2026-03-11T11:00:00Z => STRUCTURED => 1
            five_hour        => -                    => -                                                => five_hour => * => 2026-03-11T13:00:20Z => DEFAULT => 0.5
            seven_day        => -                    => -                                                => seven_day => * => 2026-03-12T12:00:20Z => DEFAULT => 0.5
            five_hour        => -                    => You've hit your usage limit. Try again at 3:35 PM. => five_hour => * => 2026-03-11T15:35:00Z => TEXT => 0.8
            -                => 2026-03-11T16:59:59Z => Rate limit reached for gpt on requests per min (RPM). Try again in 20s. => minute => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            -                => -                    => You've hit your usage limit. Try again at 8:35 PM. => unknown => * => 2026-03-11T20:35:00Z => TEXT => 0.8
            five_hour        => 2026-03-11T16:59:59Z => You've hit your usage limit for GPT-5.3-Codex-Spark. Switch to another model now. => five_hour => gpt-5.3-codex-spark => 2026-03-11T16:59:59Z => STRUCTURED => 1
            five_hour        => 2026-03-11T16:59:59Z => Your workspace is out of credits.                => five_hour => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            five_hour        => 2026-03-11T16:59:59Z => A message that is unknown here.                  => five_hour => * => 2026-03-11T16:59:59Z => STRUCTURED => 1
            -                => -                    => A message that is unknown here.                  => unknown => *  => 2026-03-11T12:05:20Z => DEFAULT => 0.2
            -                => -                    => -                                                => unknown => *  => 2026-03-11T12:05:20Z => DEFAULT => 0.2
            """)
    void shouldPreferFieldsToMessages(
            String window,
            Instant resetsAt,
            String text,
            String expectedWindow,
            String scope,
            Instant reset,
            LimitSource source,
            double confidence) {
        // When
        FailureCause cause = LimitClassifier.classify(
                Optional.of(limit(Optional.ofNullable(window), Optional.ofNullable(resetsAt))),
                Optional.ofNullable(text).map(message -> new Failure("rate_limit", message, OptionalInt.of(429))),
                NOW);

        // Then
        assertThat(cause).isEqualTo(new Quota(scope, expectedWindow, reset, source, confidence));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            rate_limit,                          -,   Quota
            usage_limit_exceeded,                -,   Quota
            api_error,                           429, Quota
            response_too_many_failed_attempts,   429, Quota
            go_usage_limit_error,                -,   Quota
            billing_error,                       403, Credits
            api_error,                           402, Credits
            workspace_owner_credits_depleted,    -,   Credits
            authentication_failed,               -,   Auth
            http_connection_failed,              401, Auth
            api_error,                           403, Auth
            context_overflow,                    -,   Context
            context_window_exceeded,             400, Context
            overloaded,                          529, Transient
            overloaded,                          -,   Transient
            api_error,                           500, Transient
            connection_failed,                   -,   Transient
            error_max_turns,                     -,   None
            api_error,                           400, None
            unknown_model,                       404, None
            """)
    void shouldReadCodesIfTheMessageIsUnknown(String kind, Integer status, String expected) {
        // Given
        OptionalInt code = status == null ? OptionalInt.empty() : OptionalInt.of(status);

        // When
        FailureCause cause =
                LimitClassifier.classify(Optional.empty(), Optional.of(new Failure(kind, "Oh dear.", code)), NOW);

        // Then
        assertThat(cause.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void shouldIgnoreALimitThatDoesNotBlock() {
        // Given
        Limit allowed =
                new Limit(false, Optional.of("seven_day"), Optional.of(RESET), JsonSlice.raw("{\"utilization\":0.97}"));

        // When
        FailureCause alone = LimitClassifier.classify(Optional.of(allowed), Optional.empty(), NOW);
        FailureCause besideAnError = LimitClassifier.classify(
                Optional.of(allowed), Optional.of(new Failure("api_error", "Oh dear.", OptionalInt.empty())), NOW);

        // Then
        assertThat(alone).isEqualTo(FailureCause.NONE);
        assertThat(besideAnError).isEqualTo(FailureCause.NONE);
    }

    @Test
    void shouldFindNoCauseWithoutALimitAndAFailure() {
        // When
        FailureCause cause = LimitClassifier.classify(Optional.empty(), Optional.empty(), NOW);

        // Then
        assertThat(cause).isEqualTo(FailureCause.NONE);
    }

    private static FailureCause ofText(String text) {
        return LimitClassifier.classify(
                Optional.empty(), Optional.of(new Failure("error", text, OptionalInt.empty())), NOW);
    }

    private static Limit limit(Optional<String> window, Optional<Instant> resetsAt) {
        return new Limit(true, window, resetsAt, JsonSlice.nullValue());
    }
}
