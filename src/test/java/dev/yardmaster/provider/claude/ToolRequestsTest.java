package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines are those of Claude Code 2.1.332, without fields that do not matter here. */
class ToolRequestsTest {
    private static final String HOOK =
            "{'type':'control_request','request_id':'h1','request':{'subtype':'hook_callback','callback_id':'yardmaster-tool',"
                    + "'input':{'permission_mode':'default','hook_event_name':'PreToolUse','tool_name':'Bash',"
                    + "'tool_input':{'command':'touch a','description':'x'},'tool_use_id':'toolu_1'},'tool_use_id':'toolu_1'}}";
    private static final String CAN_USE_TOOL =
            "{'type':'control_request','request_id':'r1','request':{'subtype':'can_use_tool','tool_name':'Bash',"
                    + "'input':{'command':'touch a','description':'x'},'decision_reason':'Yardmaster decides.',"
                    + "'decision_reason_type':'hook','tool_use_id':'toolu_1'}}";

    @Test
    void shouldRegisterAHookForEachToolBeforeThePrompt() {
        // When
        Step started = dialogue(Permissions.ASK).start();

        // Then
        assertThat(started.replies()).hasSize(2);
        assertThat(started.replies().getFirst())
                .contains("\"initialize\"", "\"PreToolUse\"", "\"matcher\":null", "\"yardmaster-tool\"");
        assertThat(started.replies().getLast()).contains("\"type\":\"user\"");
    }

    @Test
    void shouldAskByCanUseToolAfterTheHook() {
        // Given
        Dialogue dialogue = dialogue(Permissions.ASK);

        // When
        Step hook = play(dialogue, HOOK);
        Step asked = play(dialogue, CAN_USE_TOOL);

        // Then
        assertThat(hook.replies().getFirst()).contains("\"request_id\":\"h1\"", "\"permissionDecision\":\"ask\"");
        assertThat(hook.approvals()).isEmpty();
        var requested = (ApprovalSignal.Requested) asked.approvals().getFirst();
        assertThat(asked.replies()).isEmpty();
        assertThat(requested.request()).isEqualTo("r1");
        assertThat(requested.call()).isEqualTo("toolu_1");
        assertThat(requested.reason()).isEmpty();
        assertThat(requested.use().command()).contains("touch a");
    }

    @Test
    void shouldShowThatASearchLeadsOutOfTheDirectory() {
        assertThat(searched("src/**")).isEmpty();
        assertThat(searched("/etc/**")).containsExactly("/etc/**");
        assertThat(searched("../*")).containsExactly("../*");
    }

    private static List<String> searched(String pattern) {
        return ClaudeTools.use("Glob", Json.object().put("pattern", pattern)).paths();
    }

    @Test
    void shouldAnswerOnceWithTheInputOrTheReason() {
        // Given
        Dialogue dialogue = dialogue(Permissions.ASK);
        play(dialogue, CAN_USE_TOOL);
        play(dialogue, CAN_USE_TOOL.replace("r1", "r2"));

        // When
        Step allowed = dialogue.onDecision("r1", new ToolDecision.Allow());
        Step denied = dialogue.onDecision("r2", new ToolDecision.Deny("Not today."));

        // Then
        assertThat(allowed.replies().getFirst())
                .contains(
                        "\"request_id\":\"r1\"", "\"behavior\":\"allow\"", "\"updatedInput\":{\"command\":\"touch a\"");
        assertThat(denied.replies().getFirst()).contains("\"behavior\":\"deny\"", "\"message\":\"Not today.\"");
        assertThat(dialogue.onDecision("r1", new ToolDecision.Allow()).replies())
                .isEmpty();
    }

    @Test
    void shouldWithdrawWhatClaudeCodeCancels() {
        // Given
        Dialogue dialogue = dialogue(Permissions.ASK);
        play(dialogue, CAN_USE_TOOL);

        // When
        Step cancelled = play(dialogue, "{'type':'control_cancel_request','request_id':'r1'}");

        // Then
        assertThat(cancelled.approvals().getFirst()).isInstanceOf(ApprovalSignal.Withdrawn.class);
        assertThat(dialogue.onDecision("r1", new ToolDecision.Allow()).replies())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"EDIT", "READ_ONLY"})
    void shouldDecideByTheHookWithOtherPermissionsAndAllowNothingThatTheseDeny(Permissions permissions) {
        // Given
        Dialogue dialogue = dialogue(permissions);

        // When
        Step asked = play(dialogue, HOOK);
        Step allowed = dialogue.onDecision("h1", new ToolDecision.Allow());
        play(dialogue, HOOK);
        Step denied = dialogue.onDecision("h1", new ToolDecision.Deny("No."));
        Step other = play(dialogue, CAN_USE_TOOL);

        // Then
        assertThat(asked.approvals()).hasSize(1);
        assertThat(allowed.replies().getFirst()).contains("\"response\":{}");
        assertThat(denied.replies().getFirst()).contains("\"permissionDecision\":\"deny\"", "No.");
        assertThat(other.approvals()).isEmpty();
        assertThat(other.replies().getFirst()).contains("\"behavior\":\"deny\"");
    }

    @Test
    void shouldAnswerNoQuestionsOfOtherKinds() {
        // When
        Step question = play(dialogue(Permissions.ASK), CAN_USE_TOOL.replace("'Bash'", "'AskUserQuestion'"));

        // Then
        assertThat(question.approvals()).isEmpty();
        assertThat(question.replies().getFirst()).contains("\"behavior\":\"deny\"");
    }

    @Test
    void shouldNotAskWithoutRules() {
        // When
        Dialogue dialogue = new ClaudeDialogue(
                request(new LaunchContext(Optional.empty(), List.of(), Permissions.FULL, Path.of("/srv/scratch"))));

        // Then
        assertThat(dialogue.start().replies()).hasSize(1);
        assertThat(play(dialogue, CAN_USE_TOOL).replies().getFirst()).contains("\"behavior\":\"deny\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Bash, COMMAND, shell",
        "Write, EDIT, edit",
        "NotebookEdit, EDIT, edit",
        "Read, READ, read",
        "Grep, READ, read",
        "WebFetch, OTHER, web_fetch",
        "WebSearch, OTHER, web_search",
        "Agent, INTERNAL, agent",
        "TodoWrite, INTERNAL, TodoWrite",
        "mcp__my__do__it, OTHER, mcp:my/do__it",
        "Unknown, OTHER, Unknown"
    })
    void shouldNameTheToolsAsForAllProviders(String tool, ToolUse.Kind kind, String name) {
        // When
        Step asked = play(dialogue(Permissions.ASK), CAN_USE_TOOL.replace("'Bash'", "'" + tool + "'"));

        // Then
        ToolUse use = ((ApprovalSignal.Requested) asked.approvals().getFirst()).use();
        assertThat(use.kind()).isEqualTo(kind);
        assertThat(use.tool()).isEqualTo(name);
    }

    private static Dialogue dialogue(Permissions permissions) {
        return new ClaudeDialogue(request(
                new LaunchContext(Optional.empty(), List.of(), permissions, Path.of("/srv/scratch")).asJudged()));
    }

    private static LaunchRequest request(LaunchContext context) {
        return ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.of("Go"))
                .with(context);
    }

    private static Step play(Dialogue dialogue, String line) {
        return dialogue.onLine(Line.of(line.replace('\'', '"')));
    }
}
