package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.ToolUse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines are those of Codex 0.169.0, without fields that do not matter here. */
class CodexApprovalsTest {
    private static final String COMMAND =
            "{'method':'item/commandExecution/requestApproval','id':0,'params':{'kind':'command','threadId':'thread-1',"
                    + "'turnId':'turn-1','itemId':'call_1','command':\"/bin/bash -lc 'git log; rm b.txt'\",'cwd':'/srv/tree'}}";

    @Test
    void shouldShowThatACommandRunsInAnotherDirectory() {
        // When
        ApprovalSignal.Requested asked = asked(judged(), COMMAND.replace("'/srv/tree'", "'/srv/other tree'"));

        // Then
        assertThat(asked.use().command()).contains("cd '/srv/other tree'\ngit log; rm b.txt");
    }

    @Test
    void shouldAskCodexToAskForEverything() {
        // When
        List<String> started = judged().start().replies();

        // Then
        assertThat(started.getLast())
                .contains(
                        "\"approvalPolicy\":\"untrusted\"",
                        "\"sandbox\":\"danger-full-access\"",
                        "\"web_search\":\"disabled\"");
    }

    @Test
    void shouldShowTheCommandThatTheModelWrote() {
        // When
        ApprovalSignal.Requested asked = asked(judged(), COMMAND);

        // Then
        assertThat(asked.call()).isEqualTo("call_1");
        assertThat(asked.use().command()).contains("git log; rm b.txt");
    }

    @Test
    void shouldShowACommandThatIsNoTextForAShellAsItIs() {
        // When
        ApprovalSignal.Requested asked =
                asked(judged(), COMMAND.replace("/bin/bash -lc 'git log; rm b.txt'", "/x/bash -lc ls"));

        // Then
        assertThat(asked.use().command()).contains("/x/bash -lc ls");
    }

    @Test
    void shouldGiveTheModelTheReasonOfADenialAfterTheResult() {
        // Given
        Dialogue dialogue = judged();
        asked(dialogue, COMMAND);

        // When
        List<String> denied =
                dialogue.onDecision("0", new ToolDecision.Deny("Not today.")).replies();

        // Then
        assertThat(denied).hasSize(2);
        assertThat(denied.getFirst()).contains("thread/inject_items", "\"threadId\":\"thread-1\"", "Not today.");
        assertThat(denied.getLast()).isEqualTo("{\"id\":0,\"result\":{\"decision\":\"decline\"}}");
        assertThat(dialogue.onDecision("0", new ToolDecision.Allow()).replies()).isEmpty();
    }

    @Test
    void shouldFindTheFilesOfAChange() {
        // Given
        Dialogue dialogue = judged();
        play(
                dialogue,
                "{'method':'item/started','params':{'item':{'type':'fileChange','id':'call_2','changes':[{'path':'/srv/tree/a','kind':"
                        + "{'type':'update','move_path':'/srv/tree/b'}}],'status':'inProgress'},'threadId':'thread-1','turnId':'turn-1'}}");

        // When
        ApprovalSignal.Requested asked = asked(
                dialogue,
                "{'method':'item/fileChange/requestApproval','id':7,'params':{'threadId':'thread-1','turnId':'turn-1','itemId':'call_2',"
                        + "'reason':null}}");

        // Then
        assertThat(asked.use().kind()).isEqualTo(ToolUse.Kind.EDIT);
        assertThat(asked.use().paths()).containsExactly("/srv/tree/a", "/srv/tree/b");
        assertThat(dialogue.onDecision("7", new ToolDecision.Allow()).replies())
                .containsExactly("{\"id\":7,\"result\":{\"decision\":\"accept\"}}");
    }

    @Test
    void shouldAskForToolsOfMcpServers() {
        // Given
        Dialogue dialogue = judged();

        // When
        ApprovalSignal.Requested asked = asked(
                dialogue,
                "{'method':'mcpServer/elicitation/request','id':3,'params':{'threadId':'thread-1','turnId':'turn-1','serverName':'tiny',"
                        + "'mode':'form','_meta':{'codex_approval_kind':'mcp_tool_call','tool_name':'echo','tool_params':{'text':'hi'}}}}");

        // Then
        assertThat(asked.use().tool()).isEqualTo("mcp:tiny/echo");
        assertThat(dialogue.onDecision("3", new ToolDecision.Allow()).replies())
                .containsExactly("{\"id\":3,\"result\":{\"action\":\"accept\",\"content\":null}}");
    }

    @Test
    void shouldWithdrawWhatATurnHasAskedForWhenItEnds() {
        // Given
        Dialogue dialogue = judged();
        asked(dialogue, COMMAND);

        // When
        Step ended = play(
                dialogue,
                "{'method':'turn/completed','params':{'threadId':'thread-1','turn':{'id':'turn-1','items':[],'status':'interrupted'}}}");

        // Then
        assertThat(ended.approvals()).hasSize(1);
        assertThat(dialogue.onDecision("0", new ToolDecision.Allow()).replies()).isEmpty();
    }

    @Test
    void shouldRejectTheRequestsOfASessionThatIsNotJudged() {
        // When
        Step rejected = play(
                CodexFixture.appServer(
                        CodexFixture.request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.of("Go"))),
                COMMAND);

        // Then
        assertThat(rejected.approvals()).isEmpty();
        assertThat(rejected.replies().getFirst()).contains("decline");
    }

    private static Dialogue judged() {
        return CodexFixture.appServer(CodexFixture.request(
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                Optional.of("Go"),
                CodexFixture.with(Permissions.ASK, List.of())));
    }

    private static ApprovalSignal.Requested asked(Dialogue dialogue, String line) {
        Step step = play(dialogue, line);
        assertThat(step.replies()).isEmpty();
        return (ApprovalSignal.Requested) step.approvals().getFirst();
    }

    /** Single quotes inside of double quotes stay. */
    private static Step play(Dialogue dialogue, String line) {
        StringBuilder json = new StringBuilder();
        boolean inside = false;
        for (char c : line.toCharArray()) {
            inside ^= c == '"';
            json.append(c == '\'' && !inside ? '"' : c);
        }
        return dialogue.onLine(Line.of(json.toString()));
    }
}
