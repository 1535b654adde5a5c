package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.LimitSignal;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.JsonSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {
    private static final AgentEvent ASKED = new AgentEvent.UserMessage("do it");
    private static final AgentEvent STARTED =
            new AgentEvent.SessionStarted("p", Optional.empty(), JsonSlice.nullValue());
    private static final AgentEvent FAILURE =
            new AgentEvent.Failure("api_error", "The API said no.", OptionalInt.of(500));
    private static final ProcessExit CLEAN = new ProcessExit(0, Optional.empty(), "");
    private static final ProcessExit CODE_3 = new ProcessExit(3, Optional.empty(), "oh no");
    private static final ProcessExit KILLED = new ProcessExit(137, Optional.of(9), "");
    private static final Instant RESET = Instant.parse("2026-07-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-07-01T10:30:00Z");

    private static final List<String> LIMITS = List.of(
            "You've hit your session limit · resets 3pm (UTC)",
            "Claude AI usage limit reached|1782900000",
            "You’ve hit your usage limit. Try again at 3:45 PM.",
            "API Error: Rate limit reached",
            "429 {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}",
            "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"rejected\",\"resetsAt\":1782900000}}",
            "Your workspace is out of credits. Add credits to continue.");

    private Instant now = NOW;
    private final Progress progress = new Progress(() -> now);

    @Test
    void shouldCompleteWithTheLastResult() {
        // Given
        tell(ASKED, STARTED, ended(Outcome.COMPLETED, "first"), ASKED, ended(Outcome.COMPLETED, "second"));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.COMPLETED,
                        "The agent finished.",
                        Optional.of(CLEAN),
                        Optional.of("second"),
                        Optional.empty()));
    }

    @Test
    void shouldCompleteWithoutAResultWhereTheProviderGivesNone() {
        // Given
        tell(ASKED, new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.nullValue()));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).isEmpty();
    }

    @Test
    void shouldForgetAFailureThatALaterTurnGotOver() {
        // Given
        tell(ASKED, FAILURE, ended(Outcome.FAILED, ""), ASKED, ended(Outcome.COMPLETED, "well"));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldFailForWhatTheProviderSaid() {
        // Given
        tell(ASKED, STARTED, FAILURE, ended(Outcome.FAILED, "sorry"));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.FAILED,
                        "The API said no.",
                        Optional.of(CODE_3),
                        Optional.empty(),
                        new SessionEnd.Cause(new LimitSignal.Transient(), Optional.of("The API said no.")),
                        false));
    }

    @Test
    void shouldFailThoughTheCliSaysItExitedWell() {
        // Given
        tell(ASKED, FAILURE, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void shouldBeLimitedUntilTheReset() {
        // Given
        tell(ASKED, limit(true, Optional.of(RESET)), FAILURE, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason()).isEqualTo("The provider is rate-limited until 2026-07-01T12:00:00Z.");
        assertThat(end.resetsAt()).contains(RESET);
    }

    @Test
    void shouldBeLimitedWithoutAKnownReset() {
        // Given
        tell(ASKED, limit(true, Optional.empty()));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason())
                .isEqualTo(
                        "The provider is rate-limited, and does not say until when. It is tried again at 2026-07-01T11:30:00Z.");
        assertThat(end.resetsAt()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void shouldBeLimitedByTheProvidersWordsAsOfWhenTheyWereSaid() {
        // Given
        String words = "You've hit your session limit · resets 11am (UTC)";
        tell(ASKED, new AgentEvent.Failure("error", words, OptionalInt.empty()), ended(Outcome.FAILED, ""));
        now = NOW.plus(Duration.ofHours(3));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        Instant reset = Instant.parse("2026-07-01T11:00:00Z");
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.LIMITED,
                        "The provider is rate-limited until 2026-07-01T11:00:00Z.",
                        Optional.of(CODE_3),
                        Optional.empty(),
                        new SessionEnd.Cause(
                                new LimitSignal.Quota("*", "five_hour", reset, LimitSource.TEXT, 0.8),
                                Optional.of(words)),
                        false));
        assertThat(end.resetsAt()).contains(reset);
    }

    @Test
    void shouldSayThatAPersonHasToPay() {
        // Given
        tell(ASKED, new AgentEvent.Failure("billing_error", "Credit balance is too low", OptionalInt.of(400)));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason())
                .isEqualTo(
                        "The provider is not paid for any more, which a person has to see to. It is tried again at 2026-07-01T16:30:00Z.");
    }

    @Test
    void shouldFailWhenTheServerIsOverloadedWhateverItSaysOfLimits() {
        // Given
        String words = "API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited";
        var bare = new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue());
        tell(ASKED, bare, new AgentEvent.Failure("rate_limit", words, OptionalInt.of(429)), ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo(words);
        assertThat(end.cause().signal()).isEqualTo(new LimitSignal.Transient());
        assertThat(end.limit()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hearsay")
    void shouldNotMindWhatAgentsToolsAndFilesSayOfLimits(AgentEvent event) {
        // Given
        tell(ASKED, STARTED, event);

        // When
        SessionEnd end = progress.end(new ProcessExit(1, Optional.empty(), LIMITS.getFirst()));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.cause()).isEqualTo(SessionEnd.Cause.NONE);
        assertThat(end.reason()).doesNotContain("limit");
    }

    private static Stream<AgentEvent> hearsay() {
        return LIMITS.stream().flatMap(text -> {
            JsonSlice json = JsonSlice.ofString(text);
            JsonSlice file = JsonSlice.ofString("1\t// RateLimiter.java\n2\t" + text + "\n");
            JsonSlice line = JsonSlice.raw("{\"type\":\"notice\",\"text\":" + json + "}");
            return Stream.of(
                    new AgentEvent.Message("m", json),
                    new AgentEvent.Message("m", JsonSlice.ofString("API Error: " + text)),
                    new AgentEvent.MessageDelta("m", AgentEvent.Content.TEXT, json),
                    new AgentEvent.Reasoning("m", json),
                    new AgentEvent.ToolCall("c", "Bash", JsonSlice.raw("{\"command\":" + json + "}")),
                    new AgentEvent.ToolResult("c", json, false),
                    new AgentEvent.ToolResult("c", json, true),
                    new AgentEvent.ToolResult("c", file, false),
                    new AgentEvent.UserMessage(text),
                    new AgentEvent.ProviderRaw(json),
                    new AgentEvent.ProviderRaw(line),
                    ended(Outcome.FAILED, text));
        });
    }

    @Test
    void shouldNotMindALimitThatDoesNotBlock() {
        // Given
        tell(ASKED, limit(false, Optional.of(RESET)), ended(Outcome.COMPLETED, "done"));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.resetsAt()).isEmpty();
    }

    @Test
    void shouldForgetALimitOnceATurnIsCompleted() {
        // Given
        tell(ASKED, limit(true, Optional.of(RESET)), ended(Outcome.FAILED, ""));
        tell(ASKED, ended(Outcome.COMPLETED, "done"));
        tell(ASKED);

        // When
        SessionEnd end = progress.end(KILLED);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void shouldCompleteWhenALimitWasWaitedOut() {
        // Given
        tell(ASKED, limit(true, Optional.of(RESET)), ended(Outcome.COMPLETED, "done"));

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldFailNamingTheSignal() {
        // Given
        tell(ASKED, STARTED);

        // When
        SessionEnd end = progress.end(KILLED);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI was ended by signal 9 before its turn was over.");
    }

    @Test
    void shouldFailWhenTheCliPrintsNothing() {
        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI exited with code 0 before its turn was over.");
    }

    @Test
    void shouldFailWhenTheCliExitsWithWorkLeft() {
        // Given
        tell(ASKED, ended(Outcome.COMPLETED, "one"), ASKED);

        // When
        SessionEnd end = progress.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI exited with code 0 with work left to do.");
    }

    @Test
    void shouldBeCompletedHoweverTheCliExitsAfterItsWork() {
        // Given
        tell(ASKED, ended(Outcome.COMPLETED, "one"));

        // When
        SessionEnd end = progress.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).contains("one");
    }

    @Test
    void shouldBeDoneOnlyWhenEveryTurnIsOver() {
        // Given
        tell(ASKED, ASKED, ended(Outcome.COMPLETED, "one"));
        boolean before = progress.isDone();

        // When
        tell(ended(Outcome.COMPLETED, "two"));

        // Then
        assertThat(before).isFalse();
        assertThat(progress.isDone()).isTrue();
        assertThat(progress.turnIsOpen()).isFalse();
    }

    @Test
    void shouldNotBeDoneWhenItWasInterrupted() {
        // When
        tell(ASKED, ended(Outcome.INTERRUPTED, ""));

        // Then
        assertThat(progress.isDone()).isFalse();
        assertThat(progress.turnIsOpen()).isFalse();
    }

    @Test
    void shouldSumWhatTheTurnsConsumed() {
        // When
        tell(
                new AgentEvent.Usage(1, 2, 3, 4, OptionalDouble.empty()),
                new AgentEvent.Usage(10, 20, 30, 40, OptionalDouble.of(0.5)),
                new AgentEvent.Usage(100, 200, 300, 400, OptionalDouble.of(0.25)));

        // Then
        assertThat(progress.usage()).isEqualTo(new AgentEvent.Usage(111, 222, 333, 444, OptionalDouble.of(0.75)));
    }

    @Test
    void shouldHearTheCliOnceItNamesItsConversation() {
        // Given
        tell(ASKED);
        boolean before = progress.heard();

        // When
        tell(STARTED);

        // Then
        assertThat(before).isFalse();
        assertThat(progress.heard()).isTrue();
        assertThat(progress.identity()).contains((AgentEvent.SessionStarted) STARTED);
    }

    private void tell(AgentEvent... events) {
        progress.observe(List.of(events));
    }

    private static AgentEvent ended(Outcome outcome, String result) {
        return new AgentEvent.TurnEnded(outcome, JsonSlice.ofString(result));
    }

    private static AgentEvent limit(boolean blocked, Optional<Instant> resetsAt) {
        return new AgentEvent.Limit(blocked, Optional.of("five_hour"), resetsAt, JsonSlice.nullValue());
    }
}
