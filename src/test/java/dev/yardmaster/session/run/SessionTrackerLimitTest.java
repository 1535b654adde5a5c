package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which events make a session limited: only errors of the provider, never texts of agents, tools and files. */
class SessionTrackerLimitTest {
    private static final AgentEvent ASKED = new AgentEvent.UserMessage("do it");
    private static final AgentEvent STARTED =
            new AgentEvent.SessionStarted("p", Optional.empty(), JsonSlice.nullValue());
    private static final ProcessExit CODE_3 = new ProcessExit(3, Optional.empty(), "oh no");
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
    private final SessionTracker tracker = new SessionTracker(() -> now);

    @Test
    void shouldReadAResetTimeOfDayAgainstTheTimeOfTheFailure() {
        // Given
        String message = "You've hit your session limit · resets 11am (UTC)";
        observe(ASKED, new AgentEvent.Failure("error", message, OptionalInt.empty()), ended(Outcome.FAILED, ""));
        now = NOW.plus(Duration.ofHours(3));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        Instant reset = Instant.parse("2026-07-01T11:00:00Z");
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.LIMITED,
                        "The provider is rate-limited until 2026-07-01T11:00:00Z.",
                        Optional.of(CODE_3),
                        Optional.empty(),
                        new SessionEnd.Cause(
                                new FailureCause.Quota("*", "five_hour", reset, LimitSource.TEXT, 0.8),
                                Optional.of(message)),
                        false));
        assertThat(end.resetsAt()).contains(reset);
    }

    @Test
    void shouldAskForCreditWhenTheAccountHasNone() {
        // Given
        observe(ASKED, new AgentEvent.Failure("billing_error", "Credit balance is too low", OptionalInt.of(400)));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason())
                .isEqualTo(
                        "The provider account is out of credit. Add credit or use another account. Yardmaster tries again at 2026-07-01T16:30:00Z.");
    }

    @Test
    void shouldNotTakeAnOverloadedServerForALimit() {
        // Given
        String message = "API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited";
        var bare = new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue());
        observe(
                ASKED,
                bare,
                new AgentEvent.Failure("rate_limit", message, OptionalInt.of(429)),
                ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo(message);
        assertThat(end.cause().failure()).isEqualTo(new FailureCause.Transient());
        assertThat(end.limit()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            You've hit your session limit · resets 3pm (UTC)    => 2026-07-01T15:00:00Z
            Claude AI usage limit reached|1782921600            => 2026-07-01T16:00:00Z
            ERROR: You've hit your usage limit. Try again at 3:45 PM. => 2026-07-01T15:45:00Z
            2026-07-01T10:29:59.123Z ERROR codex_core::codex: You've hit your usage limit. Try again at 3:45 PM. => 2026-07-01T15:45:00Z
            \\033[31mError:\\033[0m Weekly usage limit reached. It will reset in 5 days => 2026-07-06T10:30:00Z
            """)
    void shouldReadALimitInThePlainLinesOfTheCli(String text, Instant reset) {
        // Given
        String line = text.replace("\\033", "\033");
        var inStdout = new SessionTracker(() -> NOW);
        inStdout.observe(List.of(
                ASKED,
                new AgentEvent.ProviderRaw(JsonSlice.ofString(line)),
                new AgentEvent.ProviderRaw(JsonSlice.ofString("Goodbye."))));
        observe(ASKED);

        // When
        SessionEnd ofStdout = inStdout.end(new ProcessExit(1, Optional.empty(), ""));
        SessionEnd ofStderr = tracker.end(new ProcessExit(1, Optional.empty(), "Hello.\n" + line + "\nGoodbye."));

        // Then
        assertThat(ofStdout.state()).isEqualTo(SessionState.LIMITED);
        assertThat(ofStdout.resetsAt()).contains(reset);
        assertThat(ofStdout.reason())
                .startsWith("The provider is rate-limited until " + reset + ". It printed: ")
                .contains("limit");
        assertThat(ofStdout.cause().text())
                .hasValueSatisfying(
                        words -> assertThat(words).doesNotContain("\033").contains("limit"));
        assertThat(ofStderr.reason()).isEqualTo(ofStdout.reason());
        assertThat(ofStderr.cause()).isEqualTo(ofStdout.cause());
    }

    @Test
    void shouldReadThatTheCliIsSignedOutInItsPlainLines() {
        // Given
        observe(ASKED, new AgentEvent.ProviderRaw(JsonSlice.ofString("Invalid API key · Please run /login")));

        // When
        SessionEnd end = tracker.end(new ProcessExit(1, Optional.empty(), ""));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.cause().failure()).isEqualTo(new FailureCause.Auth());
        assertThat(end.reason())
                .isEqualTo("The agent's CLI exited with code 1 before its turn was over."
                        + " It printed: Invalid API key · Please run /login.");
    }

    @Test
    void shouldShowTheLineThatExplainsTheExit() {
        // Given
        observe(ASKED, new AgentEvent.ProviderRaw(JsonSlice.ofString("Loading.")));

        // When
        SessionEnd end = tracker.end(new ProcessExit(
                1,
                Optional.empty(),
                "warning: slow\nerror: unexpected argument '--foo' found\n\nUsage: agent [OPTIONS]"));

        // Then
        assertThat(end.reason()).endsWith("It printed: error: unexpected argument '--foo' found.");
    }

    @Test
    void shouldNotShowAHintAsTheCauseOfASignal() {
        // Given
        observe(ASKED, new AgentEvent.ProviderRaw(JsonSlice.ofString("Install bubblewrap.")));

        // When
        SessionEnd end = tracker.end(new ProcessExit(137, Optional.of(9), "error: a hint"));

        // Then
        assertThat(end.reason()).isEqualTo("The agent's CLI was ended by signal 9 before its turn was over.");
    }

    @Test
    void shouldPreferAReportOfTheProtocolToPlainLines() {
        // Given
        observe(
                ASKED,
                new AgentEvent.ProviderRaw(JsonSlice.ofString(LIMITS.getFirst())),
                new AgentEvent.Failure("error", "The API said no.", OptionalInt.empty()),
                ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(new ProcessExit(1, Optional.empty(), LIMITS.getFirst()));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The API said no.");
    }

    @ParameterizedTest
    @MethodSource("eventsThatQuoteLimits")
    void shouldIgnoreTextsAboutLimitsFromAgentsToolsAndFiles(AgentEvent event) {
        // Given
        observe(ASKED, STARTED, event);

        // When
        SessionEnd end = tracker.end(new ProcessExit(1, Optional.empty(), ""));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.cause().failure()).isEqualTo(FailureCause.NONE);
    }

    private static Stream<AgentEvent> eventsThatQuoteLimits() {
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
                    new AgentEvent.ProviderRaw(line),
                    new AgentEvent.ProviderRaw(JsonSlice.ofString(line.toString())),
                    new AgentEvent.ProviderRaw(JsonSlice.ofString(text + "\"}]},\"session_id\":\"s\"}")),
                    new AgentEvent.ProviderRaw(JsonSlice.ofString("The tool printed: " + text)),
                    ended(Outcome.FAILED, text));
        });
    }

    private void observe(AgentEvent... events) {
        tracker.observe(List.of(events));
    }

    private static AgentEvent ended(Outcome outcome, String result) {
        return new AgentEvent.TurnEnded(outcome, JsonSlice.ofString(result));
    }
}
