package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts about limits in messages, tool output and files are not limits. Each task has two sessions: the first one prints such texts and then
 * fails without a reason of its own, so the texts could be mistaken for the reason; the second one succeeds.
 */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class FalseAlarmTest {
    private static final int TASKS = 7;
    private static final List<String> TEXTS = """
            rate limit reached
            Rate limit reached
            API Error: Rate limit reached
            API Error: Request rejected (429) · Rate limited
            You've hit your limit · resets 4pm (Europe/Berlin)
            You've hit your session limit · resets 10:30pm (UTC)
            You've hit your weekly limit · resets Mon 12:00am
            You've hit your Opus limit · resets 3:45pm
            You’ve hit your usage limit. Upgrade to Pro or try again at 8:35 PM.
            You've hit your usage limit for gpt-5.4. Switch to another model now, or try again at May 26th, 2099 8:35 PM.
            Claude AI usage limit reached|4749924000
            Claude usage limit reached. Your limit will reset at 1pm (Etc/GMT+5).
            5-hour limit reached ∙ resets 2am
            Session limit reached ∙ resets 8pm
            Weekly limit reached · resets Dec 2, 7pm (Europe/Moscow)
            Opus weekly limit reached ∙ resets Oct 24
            You're out of extra usage · resets 10pm (America/Los_Angeles)
            You're out of usage credits
            Credit balance is too low
            Your group's usage limit is set to $0
            Your workspace is out of credits. Add credits to continue.
            You hit your spend cap set by your admin.
            Quota exceeded. Check your plan and billing details.
            You exceeded your current quota, please check your plan and billing details.
            To use Codex with your ChatGPT plan, upgrade to Plus.
            exceeded retry limit, last status: 429 Too Many Requests
            Too Many Requests
            HTTP/1.1 429 Too Many Requests, retry-after: 86400
            Free usage exceeded, add credits https://opencode.ai/zen
            Monthly usage limit reached
            weekly usage limit reached. It will reset in 5 days 10 hours.
            429 {"type":"rate_limit_error","message":"This request would exceed your account's rate limit"}
            {"type":"error","error":{"type":"usage_limit_reached","plan_type":"plus","resets_at":4777936568}}
            {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":4778565600,"rateLimitType":"five_hour"}}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"terminal_reason":"api_error"}
            {"type":"turn.failed","error":{"message":"You've hit your usage limit."}}
            {"error":{"name":"GoUsageLimitError","data":{"statusCode":429}}}
            {"codexErrorInfo":"usageLimitExceeded"}
            anthropic-ratelimit-unified-status: rejected
            if (response.status == 429) throw new RateLimitError("You've hit your limit");
            Rate limit reached for gpt-5.4 in organization org-x on tokens per min (TPM): Limit 30000. Please try again in 45s.
            I've read RATE_LIMITS.md: "You've hit your session limit" means that the five-hour window is used up.
            """.lines().toList();

    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Test
    void shouldNotMistakeTextsForLimits() throws IOException {
        // Given
        String claude = Fakes.claude(failingOnce(Fakes.printing("@WORDS@")));
        String codex = Fakes.codex(directory, failingOnce(Fakes.codexPrinting(codexItems())));
        String openCode = Fakes.openCode(directory, failingOnce(Fakes.openCodePrinting(openCodeParts())));
        String agent = fixture.agent(new JsonObject()
                .put("executable", claude)
                .put("maxConcurrentTasks", 8)
                .put("fallbackChain", chain()));
        fixture.pause("{}");
        List<List<String>> groups = groups();
        List<String> tasks = fixture.tasks(groups.size(), new JsonObject().put("agent", agent));
        for (int i = 0; i < tasks.size(); i++) {
            Files.writeString(directory.resolve(tasks.get(i)), claudeLines(groups.get(i)));
        }
        List<String> others = Stream.of(codex, openCode)
                .map(executable -> fixture.taskFor(fixture.agent(new JsonObject()
                        .put("executable", executable)
                        .put("launchMode", "one-shot")
                        .put("fallbackChain", chain()))))
                .toList();

        // When
        fixture.resume();

        // Then
        for (int i = 0; i < tasks.size(); i++) {
            fixture.awaitTask(tasks.get(i), "done");
            assertThat(fixture.states(tasks.get(i)))
                    .as(groups.get(i).toString())
                    .containsExactly("failed", "completed");
        }
        fixture.awaitAll(others, "done");
        assertThat(others).allSatisfy(task -> assertThat(fixture.states(task)).containsExactly("failed", "completed"));
        assertThat(Stream.of(claude, codex, openCode).flatMap(it -> fixture.limits(it).stream()))
                .isEmpty();
        assertThat(TEXTS).hasSizeGreaterThanOrEqualTo(40);
        String session = fixture.readTask(tasks.getFirst()).getString("session");
        assertThat(fixture.api().events(session))
                .extracting(it -> it.getString("type"))
                .contains("message", "reasoning", "tool.call", "tool.result");
    }

    private static JsonArray chain() {
        return new JsonArray().add(Fakes.claude(Fakes.works()));
    }

    /**
     * A program whose first run for a task fails before it reports its result. {@code @WORDS@} in it stands for the content of the task's file.
     */
    private String failingOnce(String program) {
        return """
                if mkdir '%1$s/tried-'"$YARDMASTER_TASK" 2>/dev/null; then last='"type":"result"|turn.completed|step_finish'; else last='^$'; fi
                output() {
                %2$s
                }
                if [ "$last" = '^$' ]; then
                output
                else
                read -r _
                (output </dev/null) | grep -Ev "$last"
                exit 1
                fi""".formatted(
                directory,
                program.replace("@WORDS@\n", "END\ncat '" + directory + "'/\"$YARDMASTER_TASK\"\ncat <<'END'\n"));
    }

    /** Distributes the texts over few tasks, since starting a session takes longer than printing a text. */
    private static List<List<String>> groups() {
        return IntStream.range(0, TASKS)
                .mapToObj(task -> IntStream.range(0, TEXTS.size())
                        .filter(text -> text % TASKS == task)
                        .mapToObj(TEXTS::get)
                        .toList())
                .toList();
    }

    private static String claudeLines(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.of(
                        Fakes.message(Fakes.thinking(text)),
                        Fakes.toolResult(text, false),
                        Fakes.toolResult(text, true),
                        Fakes.message(Fakes.text("The log says:\n" + text)),
                        Fakes.message(Fakes.text(text))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static JsonObject[] codexItems() {
        return TEXTS.stream()
                .flatMap(text -> Stream.of(
                        item("reasoning").put("text", text),
                        item("command_execution")
                                .put("command", "cat log")
                                .put("aggregated_output", text)
                                .put("exit_code", 1)
                                .put("status", "failed"),
                        item("agent_message").put("text", text)))
                .toArray(JsonObject[]::new);
    }

    private static JsonObject item(String type) {
        return new JsonObject().put("id", "i").put("type", type);
    }

    private static JsonObject[] openCodeParts() {
        return TEXTS.stream()
                .flatMap(text -> Stream.of(
                        new JsonObject().put("type", "text").put("text", text),
                        new JsonObject("""
                                {"type":"tool","tool":"bash","callID":"c","state":{"status":"error","input":{"command":"cat log"}}}""")
                                .mergeIn(new JsonObject().put("state", new JsonObject().put("error", text)), true)))
                .toArray(JsonObject[]::new);
    }
}
