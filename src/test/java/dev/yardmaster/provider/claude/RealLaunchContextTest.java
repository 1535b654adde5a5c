package dev.yardmaster.provider.claude;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.Scenario;
import dev.yardmaster.testkit.llm.ToolCall;
import dev.yardmaster.testkit.mcp.TinyMcpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the installed Claude Code applies MCP servers, instructions and permissions. */
@RealCliTest("claude-code")
class RealLaunchContextTest {
    private static final MockLlm LLM = MockLlm.start();

    @TempDir
    private Path home;

    private LlmEndpoint api = LLM.scenario(ok());

    @AfterAll
    static void close() {
        LLM.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Permissions.class,
            names = {"FULL", "EDIT"})
    void shouldCallAnMcpTool(Permissions permissions) throws Exception {
        // Given
        RealTurnRunner turn = turn(tool(call("mcp__my_server__echo", "hi")).text("Done."));

        // When
        List<String> events = turn.withServers(permissions, TinyMcpServer.named("my.server"));

        // Then
        assertThat(events).noneMatch(event -> event.matches("(failure|warning) .*"));
        assertThat(result(events)).contains("[{\"type\":\"text\",\"text\":\"echo: hi\"}]");
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldStartAServerWithExactArgumentsAndVariables() throws Exception {
        // Given
        RealTurnRunner turn = turn(tool(call("mcp__tiny__given", "")));
        List<String> arguments = List.of(
                "a b",
                "",
                "\"q\"",
                "\\",
                "é☃\ud83d\ude00",
                "a\nb",
                "--model",
                "$HOME",
                "${HOME}",
                "${X:-${HOME}}",
                "${");
        Map<String, String> environment = Map.of("TINY_A", "${HOME} \"x\"", "TINY_B", "a\\b\nc", "TINY_C", "");

        // When
        List<String> events = turn.withServers(Permissions.FULL, TinyMcpServer.named("tiny", arguments, environment));

        // Then
        String output = result(events);
        JsonNode given = Json.MAPPER.readTree(Json.MAPPER
                .readTree(output.substring(output.indexOf('[')))
                .at("/0/text")
                .asText());
        assertThat(given.path("arguments")).isEqualTo(Json.MAPPER.valueToTree(arguments));
        environment.forEach((name, value) ->
                assertThat(given.path("environment").path(name).asText()).isEqualTo(value));
    }

    @Test
    void shouldReportABrokenServerAndContinueWithTheOthers() throws Exception {
        // Given
        RealTurnRunner turn = turn(tool(call("mcp__tiny__echo", "hi")).text("Done."));

        // When
        List<String> events = turn.withServers(
                Permissions.FULL,
                TinyMcpServer.missing("broken"),
                TinyMcpServer.named("tiny"),
                TinyMcpServer.named("workspace"));

        // Then
        assertThat(events.get(1)).startsWith("started ");
        assertThat(events)
                .filteredOn(event -> event.startsWith("warning mcp_server_failed"))
                .satisfiesExactly(
                        broken -> assertThat(broken)
                                .contains("The MCP server 'broken' could not be started", "'/nonexistent/mcp-server'"),
                        reserved -> assertThat(reserved).contains("The MCP server 'workspace' was ignored"));
        assertThat(result(events)).contains("echo: hi");
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldReportTheCauseOfAServersFailure() throws Exception {
        // Given
        RealTurnRunner turn = turn(tool(call("mcp__tiny__echo", "hi")).text("Done."));

        // When
        List<String> events = turn.bidirectional(TinyMcpServer.missing("broken"), TinyMcpServer.named("tiny"));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("warning"))
                .singleElement()
                .asString()
                .contains("The MCP server 'broken' could not be started (ENOENT: no such file or directory");
        assertThat(result(events)).contains("echo: hi");
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldAppendInstructionsToTheSystemPrompt() throws Exception {
        // Given
        RealTurnRunner turn = turn(ok());
        turn.withMessage("Do it");

        // When
        turn.withInstructions("You are agent \"seven\".\n", Optional.empty());

        // Then
        String plain = system(0);
        assertThat(plain).contains("Claude Code").hasSizeGreaterThan(1_000);
        assertThat(system(1)).contains("You are agent \"seven\".").hasSizeGreaterThan(plain.length());
    }

    @Test
    void shouldResumeWithTheCurrentInstructions() throws Exception {
        // Given
        RealTurnRunner turn = turn(ok());
        String started =
                turn.withInstructions("You are agent seven.", Optional.empty()).get(1);

        // When
        turn.withInstructions("You are agent eight.", Optional.of(started.split(" ")[1]));

        // Then
        assertThat(system(0)).contains("You are agent seven.");
        assertThat(system(1)).contains("You are agent eight.").doesNotContain("seven");
        assertThat(api.modelRequests().get(1).messages()).hasSizeGreaterThan(1);
    }

    @Test
    void shouldTreatACommandAsAMessage() throws Exception {
        // Given
        RealTurnRunner turn = turn(ok());
        Path skill = Files.createDirectories(turn.work().resolve(".claude/skills/greet"));
        Files.writeString(
                skill.resolve("SKILL.md"), "---\nname: greet\ndescription: Greets\n---\nThe words of the skill");

        // When
        turn.withMessage("/greet them");

        // Then
        assertThat(String.join("\n", api.modelRequests().getFirst().messages()))
                .contains("/greet them")
                .doesNotContain("The words of the skill");
    }

    @Test
    void shouldWriteNothingWithReadOnlyPermissionsWhateverItsSettingsAllow() throws Exception {
        // Given
        Path file = home.resolve("work/written.txt");
        RealTurnRunner turn = turn(tool(ToolCall.write(file, "x")).text("Done."));
        Files.writeString(turn.settings().resolve("settings.json"), """
                {"permissions":{"allow":["Bash","Write","Edit"]}}""");

        // When
        List<String> written = turn.withServers(Permissions.READ_ONLY);
        api.change(tool(ToolCall.bash("touch " + file)).text("Done."));
        List<String> touched = turn.withServers(Permissions.READ_ONLY);

        // Then
        assertThat(file).doesNotExist();
        assertThat(List.of(written, touched)).allSatisfy(events -> {
            assertThat(result(events)).contains(" error ");
            assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
        });
    }

    @Test
    void shouldReadWithReadOnlyPermissions() throws Exception {
        // Given
        RealTurnRunner turn = turn(tool(ToolCall.bash("cat here.txt")));
        Files.writeString(turn.work().resolve("here.txt"), "what is here");

        // When
        List<String> events = turn.withServers(Permissions.READ_ONLY);

        // Then
        assertThat(result(events)).contains("what is here").doesNotContain(" error ");
    }

    @Test
    void shouldEditInItsDirectoryAndNotElsewhere() throws Exception {
        // Given
        Path here = home.resolve("work/here.txt");
        Path elsewhere = home.resolve("elsewhere.txt");
        RealTurnRunner turn = turn(tool(ToolCall.write(here, "x")));

        // When
        turn.withServers(Permissions.EDIT);
        api.change(tool(ToolCall.write(elsewhere, "x")).text("Done."));
        List<String> events = turn.withServers(Permissions.EDIT);

        // Then
        assertThat(here).hasContent("x");
        assertThat(elsewhere).doesNotExist();
        assertThat(result(events)).contains(" error ");
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    private RealTurnRunner turn(Scenario scenario) throws Exception {
        api = LLM.scenario(scenario);
        return new RealTurnRunner(home, api);
    }

    private String system(int request) {
        return api.modelRequests().get(request).system();
    }

    private static ToolCall call(String tool, String text) {
        return new ToolCall(tool, Json.MAPPER.createObjectNode().put("text", text));
    }

    private static String result(List<String> events) {
        return events.stream()
                .filter(event -> event.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No tool result in " + events));
    }
}
