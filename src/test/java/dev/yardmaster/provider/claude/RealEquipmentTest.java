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

/** What the real Claude Code makes of the servers, instructions and permissions that its provider gives it. */
@RealCliTest("claude-code")
class RealEquipmentTest {
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
    void shouldCallAToolOfAServer(Permissions permissions) throws Exception {
        // Given
        RealTurn turn = turn(tool(call("mcp__my_server__echo", "hi")).text("Done."));

        // When
        List<String> told = turn.with(permissions, TinyMcpServer.named("my.server"));

        // Then
        assertThat(told).noneMatch(event -> event.matches("(failure|warning) .*"));
        assertThat(result(told)).contains("[{\"type\":\"text\",\"text\":\"echo: hi\"}]");
        assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldStartAServerWithExactlyWhatItWasGiven() throws Exception {
        // Given
        RealTurn turn = turn(tool(call("mcp__tiny__given", "")));
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
        List<String> told = turn.with(Permissions.FULL, TinyMcpServer.named("tiny", arguments, environment));

        // Then
        String output = result(told);
        JsonNode given = Json.MAPPER.readTree(Json.MAPPER
                .readTree(output.substring(output.indexOf('[')))
                .at("/0/text")
                .asText());
        assertThat(given.path("arguments")).isEqualTo(Json.MAPPER.valueToTree(arguments));
        environment.forEach((name, value) ->
                assertThat(given.path("environment").path(name).asText()).isEqualTo(value));
    }

    @Test
    void shouldTellOfABrokenServerAndGoOnWithTheOthers() throws Exception {
        // Given
        RealTurn turn = turn(tool(call("mcp__tiny__echo", "hi")).text("Done."));

        // When
        List<String> told = turn.with(
                Permissions.FULL,
                TinyMcpServer.missing("broken"),
                TinyMcpServer.named("tiny"),
                TinyMcpServer.named("workspace"));

        // Then
        assertThat(told.get(1)).startsWith("started ");
        assertThat(told)
                .filteredOn(event -> event.startsWith("warning mcp_server_failed"))
                .satisfiesExactly(
                        broken -> assertThat(broken)
                                .contains("The MCP server 'broken' could not be started", "'/nonexistent/mcp-server'"),
                        reserved -> assertThat(reserved).contains("The MCP server 'workspace' was left out"));
        assertThat(result(told)).contains("echo: hi");
        assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldAskWhyAServerFailed() throws Exception {
        // Given
        RealTurn turn = turn(tool(call("mcp__tiny__echo", "hi")).text("Done."));

        // When
        List<String> told = turn.bidirectional(TinyMcpServer.missing("broken"), TinyMcpServer.named("tiny"));

        // Then
        assertThat(told)
                .filteredOn(event -> event.startsWith("warning"))
                .singleElement()
                .asString()
                .contains("The MCP server 'broken' could not be started (ENOENT: no such file or directory");
        assertThat(result(told)).contains("echo: hi");
        assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldAddInstructionsToItsOwnPrompt() throws Exception {
        // Given
        RealTurn turn = turn(ok());
        turn.told("Do it");

        // When
        turn.instructed("You are agent \"seven\".\n", Optional.empty());

        // Then
        String plain = system(0);
        assertThat(plain).contains("Claude Code").hasSizeGreaterThan(1_000);
        assertThat(system(1)).contains("You are agent \"seven\".").hasSizeGreaterThan(plain.length());
    }

    @Test
    void shouldResumeUnderTheInstructionsOfToday() throws Exception {
        // Given
        RealTurn turn = turn(ok());
        String started =
                turn.instructed("You are agent seven.", Optional.empty()).get(1);

        // When
        turn.instructed("You are agent eight.", Optional.of(started.split(" ")[1]));

        // Then
        assertThat(system(0)).contains("You are agent seven.");
        assertThat(system(1)).contains("You are agent eight.").doesNotContain("seven");
        assertThat(api.modelRequests().get(1).messages()).hasSizeGreaterThan(1);
    }

    @Test
    void shouldTakeACommandForAMessage() throws Exception {
        // Given
        RealTurn turn = turn(ok());
        Path skill = Files.createDirectories(turn.work().resolve(".claude/skills/greet"));
        Files.writeString(
                skill.resolve("SKILL.md"), "---\nname: greet\ndescription: Greets\n---\nThe words of the skill");

        // When
        turn.told("/greet them");

        // Then
        assertThat(String.join("\n", api.modelRequests().getFirst().messages()))
                .contains("/greet them")
                .doesNotContain("The words of the skill");
    }

    @Test
    void shouldWriteNothingWhereItMayOnlyReadWhateverItsSettingsAllow() throws Exception {
        // Given
        Path file = home.resolve("work/written.txt");
        RealTurn turn = turn(tool(ToolCall.write(file, "x")).text("Done."));
        Files.writeString(turn.settings().resolve("settings.json"), """
                {"permissions":{"allow":["Bash","Write","Edit"]}}""");

        // When
        List<String> written = turn.with(Permissions.READ_ONLY);
        api.change(tool(ToolCall.bash("touch " + file)).text("Done."));
        List<String> touched = turn.with(Permissions.READ_ONLY);

        // Then
        assertThat(file).doesNotExist();
        assertThat(List.of(written, touched)).allSatisfy(told -> {
            assertThat(result(told)).contains(" error ");
            assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
        });
    }

    @Test
    void shouldReadWhereItMayOnlyRead() throws Exception {
        // Given
        RealTurn turn = turn(tool(ToolCall.bash("cat here.txt")));
        Files.writeString(turn.work().resolve("here.txt"), "what is here");

        // When
        List<String> told = turn.with(Permissions.READ_ONLY);

        // Then
        assertThat(result(told)).contains("what is here").doesNotContain(" error ");
    }

    @Test
    void shouldEditInItsDirectoryAndNotElsewhere() throws Exception {
        // Given
        Path here = home.resolve("work/here.txt");
        Path elsewhere = home.resolve("elsewhere.txt");
        RealTurn turn = turn(tool(ToolCall.write(here, "x")));

        // When
        turn.with(Permissions.EDIT);
        api.change(tool(ToolCall.write(elsewhere, "x")).text("Done."));
        List<String> told = turn.with(Permissions.EDIT);

        // Then
        assertThat(here).hasContent("x");
        assertThat(elsewhere).doesNotExist();
        assertThat(result(told)).contains(" error ");
        assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    private RealTurn turn(Scenario scenario) throws Exception {
        api = LLM.scenario(scenario);
        return new RealTurn(home, api);
    }

    private String system(int request) {
        return api.modelRequests().get(request).system();
    }

    private static ToolCall call(String tool, String text) {
        return new ToolCall(tool, Json.MAPPER.createObjectNode().put("text", text));
    }

    private static String result(List<String> told) {
        return told.stream()
                .filter(event -> event.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No tool's result among " + told));
    }
}
