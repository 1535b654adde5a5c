package dev.yardmaster.provider.opencode;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Transcript;
import dev.yardmaster.provider.opencode.server.OpenCodeServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Requests, dialogues and lines for tests of OpenCode's protocols. */
final class OpenCodeFixture {
    static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    /** The id of the session in the recorded transcripts of the server. */
    static final String RECORDED = "ses_e042fa2e5ffeG8v4RaXHWKFoL3";

    static final Path SCRATCH = Path.of("/srv/scratch");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1795226101137L));

    private OpenCodeFixture() {}

    /** Servers that stop with their last session. */
    static OpenCodeServers servers() {
        return new OpenCodeServers(Duration.ZERO, Duration.ofSeconds(30));
    }

    static Executable executable(Map<String, String> environment) {
        return new Executable("opencode", new ProviderId("opencode"), "opencode", List.of(), environment);
    }

    static LaunchRequest request(LaunchMode mode, Optional<String> resumed, LaunchContext context) {
        return request(executable(Map.of()), mode, resumed, context);
    }

    static LaunchRequest request(
            Executable executable, LaunchMode mode, Optional<String> resumed, LaunchContext context) {
        return new LaunchRequest(
                executable,
                mode,
                Optional.of("mock/mock-ok"),
                Path.of("/srv/tree"),
                new Conversation(SESSION, resumed, Optional.of("--model \"the prompt\"")),
                context,
                Map.of("YARDMASTER_INSTANCE", "here"));
    }

    static LaunchContext context(Permissions permissions, McpServer... servers) {
        return new LaunchContext(Optional.of("Be brief."), List.of(servers), permissions, SCRATCH);
    }

    /** A dialogue with a prompt and the clock of the recording. */
    static Dialogue dialogue() {
        return dialogue(CLOCK);
    }

    static Dialogue dialogue(InstantSource clock) {
        Dialogue dialogue = new OpenCodeDialogue(
                request(LaunchMode.BIDIRECTIONAL, Optional.empty(), LaunchContext.none(SCRATCH)), clock);
        dialogue.start();
        return dialogue;
    }

    static List<String> replay(String transcript, Dialogue dialogue) {
        return Transcript.recorded("opencode/" + transcript).playTo(dialogue);
    }

    /** The replies to one line, which is written with single quotes. */
    static List<String> replies(Dialogue dialogue, String line) {
        return step(dialogue, line).replies();
    }

    static Step step(Dialogue dialogue, String line) {
        return dialogue.onLine(Line.of(json(line)));
    }

    static String created() {
        return "{'type':'yardmaster.answer','request':'create','status':200,'body':{'id':'ses_1','directory':'/d','version':'1'}}";
    }

    static String event(String type, String properties) {
        return eventOf("ses_1", type, properties);
    }

    /** An event of another session. */
    static String eventOf(String session, String type, String properties) {
        return "{'type':'" + type + "','properties':{'sessionID':'" + session + "'" + properties + "}}";
    }

    static String busy() {
        return event("session.status", ",'status':{'type':'busy'}");
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }
}
