package dev.yardmaster.provider.opencode;

import static dev.yardmaster.provider.opencode.OpenCodeFixture.busy;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.created;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.event;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.eventOf;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.ToolUse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The events are those of OpenCode 1.18.33, without fields that do not matter here. */
class PermissionRequestsTest {
    private static final String BASH =
            ",'id':'per_1','permission':'bash','patterns':['git log','rm d.txt'],'metadata':{'command':'git log; rm d.txt'},"
                    + "'always':['git log *','rm *'],'tool':{'messageID':'msg_1','callID':'call_1'}";

    @Test
    void shouldAskOpenCodeToAskForEveryTool() {
        // When
        String create = dialogue().start().replies().getFirst();

        // Then
        assertThat(create)
                .contains(
                        "{\"permission\":\"*\",\"pattern\":\"*\",\"action\":\"ask\"}",
                        "{\"permission\":\"bash\",\"pattern\":\"*\",\"action\":\"ask\"}",
                        "{\"permission\":\"question\",\"pattern\":\"*\",\"action\":\"deny\"}");
    }

    @Test
    void shouldWaitForTheDecisionAboutTheWholeCommand() {
        // Given
        Dialogue dialogue = running();

        // When
        Step asked = step(dialogue, event("permission.asked", BASH));

        // Then
        var requested = (ApprovalSignal.Requested) asked.approvals().getFirst();
        assertThat(asked.replies()).isEmpty();
        assertThat(requested.call()).isEqualTo("call_1");
        assertThat(requested.use().command()).contains("git log; rm d.txt");
        assertThat(dialogue.onDecision("per_1", new ToolDecision.Allow())
                        .replies()
                        .getFirst())
                .contains("/permission/per_1/reply", "\"reply\":\"once\"");
    }

    @Test
    void shouldGiveTheReasonOfADenial() {
        // Given
        Dialogue dialogue = running();
        step(dialogue, event("permission.asked", BASH));

        // When
        Step denied = dialogue.onDecision("per_1", new ToolDecision.Deny("Not today."));

        // Then
        assertThat(denied.replies().getFirst()).contains("\"reply\":\"reject\"", "\"message\":\"Not today.\"");
    }

    @Test
    void shouldAskForSubAgentsToo() {
        // Given
        Dialogue dialogue = running();
        step(dialogue, eventOf("ses_2", "session.created", ",'info':{'id':'ses_2','parentID':'ses_1'}"));

        // When
        Step asked = step(dialogue, eventOf("ses_2", "permission.asked", BASH));

        // Then
        assertThat(asked.approvals()).hasSize(1);
    }

    @Test
    void shouldRejectWhatAnEndedTurnHasLeftOpen() {
        // Given
        Dialogue dialogue = running();
        step(dialogue, event("permission.asked", BASH));

        // When
        Step idle = step(dialogue, event("session.idle", ""));

        // Then
        assertThat(idle.approvals().getFirst()).isInstanceOf(ApprovalSignal.Withdrawn.class);
        assertThat(idle.replies()).anyMatch(reply -> reply.contains("/permission/per_1/reply"));
    }

    @Test
    void shouldWithdrawWhatOpenCodeHasAnsweredItself() {
        // Given
        Dialogue dialogue = running();
        step(dialogue, event("permission.asked", BASH));

        // When
        Step replied = step(dialogue, event("permission.replied", ",'requestID':'per_1','reply':'reject'"));

        // Then
        assertThat(replied.approvals().getFirst()).isInstanceOf(ApprovalSignal.Withdrawn.class);
        assertThat(dialogue.onDecision("per_1", new ToolDecision.Allow()).replies())
                .isEmpty();
    }

    @Test
    void shouldNameFilesAndToolsOfMcpServers() {
        // Given
        Dialogue dialogue = running();

        // Then
        assertThat(use(dialogue, "per_2", "edit", "'filepath':'/srv/tree/w.txt'")
                        .paths())
                .containsExactly("/srv/tree/w.txt");
        assertThat(use(dialogue, "per_3", "tiny_echo", "").tool()).isEqualTo("mcp:tiny/echo");
        assertThat(use(dialogue, "per_4", "other_echo", "").tool()).isEqualTo("other_echo");
        assertThat(use(dialogue, "per_5", "webfetch", "").tool()).isEqualTo(ToolUse.WEB_FETCH);
    }

    private static ToolUse use(Dialogue dialogue, String id, String permission, String metadata) {
        Step asked = step(
                dialogue,
                event(
                        "permission.asked",
                        ",'id':'" + id + "','permission':'" + permission + "','patterns':['x'],'metadata':{" + metadata
                                + "}"));
        return ((ApprovalSignal.Requested) asked.approvals().getFirst()).use();
    }

    private static Dialogue running() {
        Dialogue dialogue = dialogue();
        dialogue.start();
        step(dialogue, created());
        step(
                dialogue,
                "{'type':'yardmaster.answer','request':'mcp','status':200,'body':{'tiny':{'status':'connected'}}}");
        step(dialogue, busy());
        return dialogue;
    }

    private static Dialogue dialogue() {
        McpServer tiny = new McpServer.Stdio("tiny", "/opt/tiny", List.of(), Map.of());
        return new OpenCodeDialogue(
                OpenCodeFixture.request(
                        LaunchMode.BIDIRECTIONAL, Optional.empty(), OpenCodeFixture.context(Permissions.ASK, tiny)),
                InstantSource.system());
    }
}
