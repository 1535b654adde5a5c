package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.Transcript;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerTurnTest {
    private static final String THREE_CHUNKS = "\"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"";

    @Test
    void shouldReportAWholeTurn() {
        // When
        List<String> events = OpenCodeFixture.replay("serve-ok", OpenCodeFixture.dialogue());

        // Then
        String part = "prt_1fbd061c00017YSDmNfx4TWqMB";
        String text = "\"chunk 1 of 5. chunk 2 of 5. chunk 3 of 5. chunk 4 of 5. chunk 5 of 5. \"";
        assertThat(events)
                .containsExactly(
                        "started " + OpenCodeFixture.RECORDED + " mock/mock-ok",
                        "delta " + part + " \"chunk 1 of 5. \"",
                        "delta " + part + " \"chunk 2 of 5. \"",
                        "delta " + part + " \"chunk 3 of 5. \"",
                        "delta " + part + " \"chunk 4 of 5. \"",
                        "delta " + part + " \"chunk 5 of 5. \"",
                        "message " + part + " " + text,
                        "usage in=100 out=5 read=0 write=0 usd=-",
                        "ended COMPLETED " + text);
    }

    @Test
    void shouldReportToolsAndTheUsageOfTheTurnOnce() {
        // When
        List<String> events = OpenCodeFixture.replay("serve-tool", OpenCodeFixture.dialogue());

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("delta"))
                .containsExactly(
                        "started " + OpenCodeFixture.RECORDED + " mock/mock-ok",
                        "call call_mock_000003 tiny_echo {\"text\":\"hi\"}",
                        "result call_mock_000003 \"echo: hi\"",
                        "message prt_1fbd064bd001VlH4k02FZiulQK " + THREE_CHUNKS,
                        "usage in=200 out=6 read=0 write=0 usd=-",
                        "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportNearRetries() {
        // When
        List<String> events = OpenCodeFixture.replay("serve-retry", OpenCodeFixture.dialogue());

        // Then
        String reason = "- Rate limit reached for gpt-mock in organization org-mock on requests per min (RPM): "
                + "Limit 3, Used 3, Requested 1. Please try again in 20s. -";
        assertThat(events)
                .contains("retry 1 3000ms " + reason, "retry 2 6017ms " + reason)
                .endsWith("usage in=100 out=3 read=0 write=0 usd=-", "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportADistantRetryAsALimit() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue(InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z")));

        // When
        List<String> events = OpenCodeFixture.replay("serve-limit", dialogue);

        // Then
        assertThat(events).hasSize(5).satisfies(all -> {
            assertThat(all.get(1)).startsWith("limit blocked - 2026-11-21T");
            assertThat(all.get(2)).startsWith("failure rate_limit - Rate limit reached");
            assertThat(all.get(4)).isEqualTo("ended FAILED null");
        });
    }

    @Test
    void shouldAbortATurnWithADistantRetry() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.busy());
        String retry = OpenCodeFixture.event(
                "session.status", ",'status':{'type':'retry','attempt':1,'message':'No','next':1795233301137}");

        // When
        Step step = OpenCodeFixture.step(dialogue, retry);

        // Then
        assertThat(EventTexts.all(step.events())).first().isEqualTo("limit blocked - 2026-11-21T03:55:01.137Z");
        assertThat(step.replies())
                .containsExactly(OpenCodeFixture.json(
                        "{'request':'abort','method':'POST','path':'/session/ses_1/abort','body':{}}"));
    }

    @Test
    void shouldEndAnAbortedTurnOnceWithItsWholeText() {
        // When
        List<String> events = OpenCodeFixture.replay("serve-abort", OpenCodeFixture.dialogue());

        // Then
        assertThat(events).filteredOn(event -> event.startsWith("ended")).containsExactly("ended INTERRUPTED null");
        assertThat(events.getLast()).startsWith("ended");
    }

    @Test
    void shouldFailATurnWithARejectedKey() {
        // When
        List<String> events = OpenCodeFixture.replay("serve-auth", OpenCodeFixture.dialogue());

        // Then
        assertThat(events)
                .containsExactly(
                        "started " + OpenCodeFixture.RECORDED + " mock/mock-ok",
                        "failure authentication_failed 401 Incorrect API key provided: dummy. You can find your API key at"
                                + " https://platform.openai.com/account/api-keys. Sign in with 'opencode auth login', or correct"
                                + " the executable's API key.",
                        "usage in=0 out=0 read=0 write=0 usd=-",
                        "ended FAILED null");
    }

    @Test
    void shouldReportAnUnknownModelOnce() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.busy());
        String unknown = ",'error':{'name':'UnknownError','data':{'message':'%sModel not found: mock/nope.'}}";

        // When
        List<String> events = Transcript.of(
                        OpenCodeFixture.json(OpenCodeFixture.event("session.error", unknown.formatted(""))),
                        OpenCodeFixture.json(OpenCodeFixture.event("session.idle", "")),
                        OpenCodeFixture.json(OpenCodeFixture.event(
                                "session.error", unknown.formatted("ProviderModelNotFoundError: "))))
                .playTo(dialogue);

        // Then
        assertThat(events)
                .containsExactly(
                        "failure unknown_model - OpenCode has no model 'mock/nope'. Model names have the form provider/model;"
                                + " 'opencode models' lists them.",
                        "usage in=0 out=0 read=0 write=0 usd=-",
                        "ended FAILED null");
    }

    @Test
    void shouldQueueAMessageUntilTheTurnIsOver() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.busy());
        List<String> atOnce = dialogue.onUserMessage("second").replies();

        // When
        List<String> afterwards = OpenCodeFixture.replies(dialogue, OpenCodeFixture.event("session.idle", ""));

        // Then
        assertThat(atOnce).isEmpty();
        assertThat(afterwards)
                .singleElement()
                .satisfies(reply -> assertThat(reply).contains("/session/ses_1/prompt_async", "\"text\":\"second\""));
    }

    @Test
    void shouldAbortATurnOnlyAfterItHasStarted() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        List<String> atOnce = dialogue.onInterrupt().replies();

        // When
        List<String> afterwards = OpenCodeFixture.replies(dialogue, OpenCodeFixture.busy());

        // Then
        assertThat(atOnce).isEmpty();
        assertThat(afterwards)
                .singleElement()
                .satisfies(reply -> assertThat(reply).contains("/session/ses_1/abort"));
    }

    @Test
    void shouldRejectAPermissionRequest() {
        // Given
        Dialogue dialogue = new OpenCodeDialogue(
                OpenCodeFixture.request(
                        LaunchMode.BIDIRECTIONAL, Optional.empty(), OpenCodeFixture.context(Permissions.EDIT)),
                InstantSource.system());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());

        // When
        List<String> replies =
                OpenCodeFixture.replies(dialogue, OpenCodeFixture.event("permission.asked", ",'id':'per_1'"));

        // Then
        assertThat(replies)
                .containsExactly(
                        OpenCodeFixture.json(
                                "{'request':'reply','method':'POST','path':'/permission/per_1/reply','body':{'reply':'reject'}}"));
    }

    @Test
    void shouldReportSubAgentsButNotEndTheTurnWithThem() {
        // Given
        Dialogue dialogue = OpenCodeFixture.dialogue();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.busy());
        String child = "{'type':'%s','properties':{'sessionID':'ses_2'%s}}";

        // When
        List<String> events = Transcript.of(
                        OpenCodeFixture.json(child.formatted("session.created", ",'info':{'parentID':'ses_1'}")),
                        OpenCodeFixture.json(child.formatted(
                                "message.part.updated",
                                ",'part':{'id':'p','type':'text','text':'x','time':{'start':1,'end':2}}")),
                        OpenCodeFixture.json(child.formatted("session.idle", "")))
                .playTo(dialogue);

        // Then
        assertThat(events).containsExactly("message p \"x\"");
    }

    @Test
    void shouldNotStartWithoutAConnectedServer() {
        // Given
        McpServer tiny = new McpServer.Stdio("tiny", "/nowhere", List.of(), Map.of());
        McpServer web = new McpServer.Http("web", "http://127.0.0.1/mcp", Map.of());
        Dialogue dialogue = new OpenCodeDialogue(
                OpenCodeFixture.request(
                        LaunchMode.BIDIRECTIONAL,
                        Optional.empty(),
                        OpenCodeFixture.context(Permissions.FULL, tiny, web)),
                InstantSource.system());
        List<String> asked = dialogue.start().replies();
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());

        // When
        Step step = OpenCodeFixture.step(
                dialogue,
                "{'type':'yardmaster.answer','request':'mcp','status':200,'body':{'tiny':{'status':'failed','error':'gone'},'web':{'status':'needs_auth'}}}");

        // Then
        assertThat(asked).hasSize(2);
        assertThat(EventTexts.all(step.events()))
                .containsExactly(
                        "failure mcp_server_failed - The MCP server 'tiny' could not be started (gone), so the agent was not"
                                + " started. Check that its command '/nowhere' exists and speaks MCP on its standard streams.",
                        "failure mcp_server_failed - The MCP server 'web' could not be reached (needs auth), so the agent was"
                                + " not started. Check its URL and its headers.",
                        "usage in=0 out=0 read=0 write=0 usd=-",
                        "ended FAILED null");
    }

    @Test
    void shouldReportAnUnknownEarlierSession() {
        // Given
        Dialogue dialogue = new OpenCodeDialogue(
                OpenCodeFixture.request(
                        LaunchMode.BIDIRECTIONAL, Optional.of("ses_old"), LaunchContext.none(OpenCodeFixture.SCRATCH)),
                InstantSource.system());
        List<String> asked = dialogue.start().replies();

        // When
        Step step = OpenCodeFixture.step(
                dialogue,
                "{'type':'yardmaster.answer','request':'create','status':404,'body':{'name':'NotFoundError'}}");

        // Then
        assertThat(asked.getFirst()).contains("\"PATCH\"", "/session/ses_old", "\"YARDMASTER_SESSION\"");
        assertThat(EventTexts.all(step.events())).first().asString().startsWith("failure session_not_found");
    }
}
