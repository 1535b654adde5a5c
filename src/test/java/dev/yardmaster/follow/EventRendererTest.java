package dev.yardmaster.follow;

import static dev.yardmaster.follow.RecordedEvents.call;
import static dev.yardmaster.follow.RecordedEvents.delta;
import static dev.yardmaster.follow.RecordedEvents.json;
import static dev.yardmaster.follow.RecordedEvents.message;
import static dev.yardmaster.follow.RecordedEvents.result;
import static dev.yardmaster.follow.RecordedEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Limit;
import dev.yardmaster.provider.AgentEvent.MessageDelta;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.AgentEvent.Reasoning;
import dev.yardmaster.provider.AgentEvent.Retry;
import dev.yardmaster.provider.AgentEvent.ToolResult;
import dev.yardmaster.provider.AgentEvent.TurnEnded;
import dev.yardmaster.provider.AgentEvent.Usage;
import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.Gap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRendererTest {
    private static final UUID OTHER = UUID.fromString("01990000-0000-7000-8000-000000000002");
    private final RecordedEvents events = new RecordedEvents();

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "codex", "opencode"})
    void shouldShowRecordedSessionsOfEachProvider(String provider) {
        // Given
        List<String> recorded = RecordedEvents.recorded(provider);

        // When
        String text = Rendering.PIPE.of(recorded);

        // Then
        assertThat(text).isEqualTo(RecordedEvents.resource(provider + ".txt"));
        assertThat(Rendering.terminal(160).of(recorded)).isEqualTo(text);
    }

    @Test
    void shouldShowEachKindOfEvent() {
        // Given
        Map<AgentEvent, String> expected = kinds();

        // When
        Map<AgentEvent, String> shown = expected.keySet().stream()
                .collect(Collectors.toMap(it -> it, it -> Rendering.PIPE.of(events.event(it))));

        // Then
        assertThat(shown).isEqualTo(expected);
        assertThat(expected.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(AgentEvent.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    private static ToolUse command(String command) {
        return ToolUse.command(command, json("{}"));
    }

    private static Map<AgentEvent, String> kinds() {
        var reset = RecordedEvents.AT.plus(Duration.ofMinutes(72));
        return Stream.of(
                        Map.entry(new AgentEvent.UserMessage("Do it.\nNow."), "> Do it.\n> Now.\n"),
                        Map.entry(new AgentEvent.TurnStarted(), "- the agent starts a turn by itself\n"),
                        Map.entry(
                                new AgentEvent.BackgroundTasks(2, json("[{'description':'a'},{'description':'b'}]")),
                                "- 2 tasks run in the background: a b\n"),
                        Map.entry(new AgentEvent.BackgroundTasks(0, json("[]")), "- no task runs in the background\n"),
                        Map.entry(
                                new AgentEvent.SessionStarted("x", Optional.of("a-model"), json("{}")),
                                "- started, model a-model\n"),
                        Map.entry(new AgentEvent.SessionStarted("x", Optional.empty(), json("{}")), "- started\n"),
                        Map.entry(delta("m", "half"), ""),
                        Map.entry(delta("m", "a line\nhalf"), "a line\n"),
                        Map.entry(message("m", "Done.\n\nAll of it."), "Done.\n\nAll of it.\n"),
                        Map.entry(new Reasoning("r", text("First.\n\nThen.")), "~ First.\n\n~ Then.\n"),
                        Map.entry(call("c", "Bash", "{'command':'ls  -l\\n/tmp'}"), "* Bash: ls -l /tmp\n"),
                        Map.entry(call("c", "Nothing", "{}"), "* Nothing\n"),
                        Map.entry(result("c", "'a\\nb\\n'", false), "  ok: 2 lines, 3 B: a\n"),
                        Map.entry(result("c", "''", true), "  failed: no output\n"),
                        Map.entry(new Usage(1, 2, 3, 4, OptionalDouble.of(1)), ""),
                        Map.entry(
                                new TurnEnded(Outcome.COMPLETED, text("The result.")),
                                "The result.\n- turn completed\n"),
                        Map.entry(new TurnEnded(Outcome.INTERRUPTED, JsonSlice.nullValue()), "- turn interrupted\n"),
                        Map.entry(
                                new AgentEvent.ApprovalRequested(
                                        "7", "c", command("make && rm x"), Optional.of("A rule."), reset),
                                "! asks to use shell (make && rm x), until 04:16, in 1 h 12 min: yardmaster approval allow 7, or approval"
                                        + " deny 7\n"),
                        Map.entry(
                                new AgentEvent.ApprovalDecided(
                                        "7", "denied", command("make"), Optional.of("ann"), Optional.of("Not today.")),
                                "- the use of shell (make) is denied by ann: Not today.\n"),
                        Map.entry(
                                new AgentEvent.ApprovalDecided(
                                        "7",
                                        "expired",
                                        ToolUse.edit(List.of("a", "b"), json("{}")),
                                        Optional.empty(),
                                        Optional.empty()),
                                "- the use of edit (a b) is expired\n"),
                        Map.entry(
                                new Limit(true, Optional.of("five_hour"), Optional.of(reset), json("{}")),
                                "! limit five_hour is reached, limited until 04:16, in 1 h 12 min\n"),
                        Map.entry(
                                new Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue()),
                                "! limit is reached\n"),
                        Map.entry(
                                new Limit(false, Optional.of("seven_day"), Optional.of(reset), json("{}")),
                                "- limit seven_day is not reached, starts again at 04:16, in 1 h 12 min\n"),
                        Map.entry(
                                new Retry(
                                        2,
                                        Duration.ofMillis(3500),
                                        OptionalInt.of(529),
                                        "overloaded",
                                        Optional.of("m")),
                                "! the CLI tries again in 4 s (attempt 2): overloaded (HTTP 529)\n"),
                        Map.entry(
                                new Failure("rate_limit", "Too many requests.", OptionalInt.of(429)),
                                "! error rate_limit (HTTP 429): Too many requests.\n"),
                        Map.entry(Failure.warning("mcp_server", "It is slow."), "! warning mcp_server: It is slow.\n"),
                        Map.entry(
                                new AgentEvent.ProviderRaw(json("{'type':'new','a':[1]}")),
                                "- the CLI printed: {\"type\":\"new\",\"a\":[1]}\n"),
                        Map.entry(new AgentEvent.ProviderRaw(text("Loading")), "- the CLI printed: Loading\n"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void shouldShowUnknownEventsAndGaps() {
        // Given
        String unknown = "{\"seq\":1,\"at\":\"2026-01-02T03:04:05Z\",\"session\":\"" + RecordedEvents.SESSION
                + "\",\"type\":\"weather.changed\",\"data\":{\"sunny\":true}}";

        // When
        String text = Rendering.PIPE.of(
                unknown, events.gap(new Gap(5, 9, "A crash lost them.")), events.gap(new Gap(5, 5, "Lost.")));

        // Then
        assertThat(text).isEqualTo("""
                - weather.changed {"sunny":true}
                ! events 5 to 9 are missing: A crash lost them.
                ! event 5 is missing: Lost.
                """);
        assertThat(Rendering.PIPE.renderer().unreadable("{nonsense"))
                .isEqualTo("- an event that can't be displayed (--json prints it): {nonsense\n");
    }

    @Test
    void shouldEndEachStyleOnItsLine() {
        // When
        String text = Rendering.terminal(80)
                .inColor()
                .of(
                        events.event(new AgentEvent.UserMessage("a\nb")),
                        events.event(new MessageDelta("r", Content.REASONING, text("c"))),
                        events.event(call("1", "Bash", "{'command':'ls'}")),
                        events.event(result("1", "'x'", true)),
                        events.event(new Failure("auth", "No.", OptionalInt.empty())));

        // Then
        assertThat(text.replace('\u001b', '^').replace("= session " + RecordedEvents.SESSION, "= s"))
                .isEqualTo("""
                ^[1m= s^[0m
                ^[36m> a^[0m
                ^[36m> b^[0m
                ^[2m~ c^[0m
                ^[36m* Bash^[0m: ls
                ^[31m  failed^[0m^[2m: x^[0m
                ^[31m! error auth: No.^[0m
                """);
    }

    @Test
    void shouldRemoveControlCharactersOfAgents() {
        // Given
        String evil = "\u001b]0;title\u0007\u001b[2J\u202Egone\r\n\u009b31mred";
        String quoted = JsonSlice.ofString(evil).toString();

        // When
        String text = Rendering.terminal(300)
                .of(
                        events.event(delta("m", "\u001b")),
                        events.event(delta("m", "[31m")),
                        events.event(message("n", evil)),
                        events.event(new AgentEvent.ToolCall("1", evil, JsonSlice.raw("{\"command\":" + quoted + "}"))),
                        events.event(new ToolResult("1", JsonSlice.raw(quoted), false)),
                        events.event(new Failure(evil, evil, OptionalInt.empty())),
                        events.event(new AgentEvent.SessionStarted("x", Optional.of(evil), json("{}"))),
                        events.event(new AgentEvent.ProviderRaw(JsonSlice.raw(quoted))));

        // Then
        assertThat(text.chars().filter(c -> c != '\n').mapToObj(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
    }

    @Test
    void shouldSumTheUsageOfATurnAndOfTheSession() {
        // Given
        AgentEvent usage = new Usage(1_000, 200, 11_000, 300, OptionalDouble.of(0.25));
        AgentEvent end = new TurnEnded(Outcome.COMPLETED, text("Done."));

        // When
        String text = Rendering.PIPE.of(
                events.event(message("m", "Done.")),
                events.event(usage),
                events.event(usage),
                events.event(end),
                events.event(message("n", "Done.")),
                events.event(usage),
                events.event(end),
                events.end(SessionEnd.of(SessionState.COMPLETED, "The agent finished.")));

        // Then
        assertThat(text).isEqualTo("""
                Done.
                - turn completed: 24.6k tokens in (22.0k cached), 400 out, $0.5000
                Done.
                - turn completed: 12.3k tokens in (11.0k cached), 200 out, $0.2500
                - all turns: 36.9k tokens in (33.0k cached), 600 out, $0.7500
                = session completed: The agent finished.
                """);
    }

    @Test
    void shouldShowARepeatedReportOfALimitOnce() {
        // Given
        var limit = new Limit(false, Optional.of("five_hour"), Optional.empty(), json("{}"));

        // When
        String text = Rendering.PIPE.of(events.event(limit), events.event(limit));

        // Then
        assertThat(text).isEqualTo("- limit five_hour is not reached\n");
    }

    @Test
    void shouldNameSessionsAndTheirHandOver() {
        // Given
        var first = new SessionCard(
                RecordedEvents.SESSION.toString(),
                "alice",
                "a-provider",
                Optional.of("large"),
                Optional.empty(),
                Optional.empty());
        var second = new SessionCard(
                OTHER.toString(), "alice", "b-provider", Optional.empty(), Optional.of("t1"), Optional.of(first));
        var others = new RecordedEvents(OTHER);

        // When
        String text = Rendering.terminal(80)
                .with(first, second)
                .of(List.of(
                        events.event(delta("m", "one")),
                        others.event(delta("m", "two\nthree")),
                        events.event(message("m", "one!")),
                        others.event(message("m", "two\nthree!"))));

        // Then
        assertThat(text).isEqualTo("""
                = session %1$s: alice on a-provider, model large
                one
                = session %2$s: alice on b-provider, task t1
                - continues the work of session %1$s, which ran on a-provider
                two
                = session %1$s
                !
                = session %2$s
                three!
                """.formatted(RecordedEvents.SESSION, OTHER));
    }
}
