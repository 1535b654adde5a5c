package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Transcript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Requests, dialogues and lines for tests of Codex's protocols. */
final class CodexFixture {
    static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final String THREAD = "thread-1";
    static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    static final Executable EXECUTABLE = new Executable(
            "codex", new ProviderId("codex"), "codex", List.of("-c", "model_provider=\"mock\""), Map.of());

    private CodexFixture() {}

    static LaunchRequest request(LaunchMode mode, Optional<String> resumed, Optional<String> prompt) {
        return request(mode, resumed, prompt, LaunchContext.none(Path.of("/srv/scratch")));
    }

    static LaunchRequest request(
            LaunchMode mode, Optional<String> resumed, Optional<String> prompt, LaunchContext context) {
        return new LaunchRequest(
                EXECUTABLE,
                mode,
                Optional.of("gpt-5.4"),
                Path.of("/srv/tree"),
                new Conversation(SESSION, resumed, prompt),
                context,
                Map.of());
    }

    static LaunchContext withInstructions(Permissions permissions) {
        return new LaunchContext(Optional.of("Be kind."), List.of(), permissions, Path.of("/srv/scratch"));
    }

    static LaunchContext with(Permissions permissions, List<McpServer> servers) {
        return new LaunchContext(Optional.empty(), servers, permissions, Path.of("/srv/scratch"));
    }

    static Dialogue appServer(LaunchRequest request) {
        return new AppServerDialogue(request, LONGEST_WAIT);
    }

    /** A dialogue with an open thread and a running turn. */
    static Dialogue running() {
        Dialogue dialogue = dialogue(Optional.of("hello"));
        play(dialogue, opened(), accepted(3, "turn-1"), turnStarted("turn-1"));
        return dialogue;
    }

    /** A dialogue that has sent its first requests. */
    static Dialogue dialogue(Optional<String> prompt) {
        Dialogue dialogue = appServer(request(LaunchMode.BIDIRECTIONAL, Optional.empty(), prompt));
        dialogue.start();
        return dialogue;
    }

    static List<String> play(Dialogue dialogue, String... lines) {
        return Transcript.of(lines).playTo(dialogue);
    }

    static List<String> exec(String... lines) {
        return Transcript.of(lines).playTo(exec(Optional.empty()));
    }

    static Dialogue exec(Optional<String> resumed) {
        return new ExecDialogue(request(LaunchMode.ONE_SHOT, resumed, Optional.of("hello")), LONGEST_WAIT);
    }

    static List<String> replayExec(String transcript) {
        return Transcript.recorded("codex/exec-" + transcript).playTo(exec(Optional.empty()));
    }

    /**
     * Replays a recorded conversation with an app-server. Each recorded prompt is sent at its recorded position. The ids of the recorded
     * responses are replaced by those of our requests.
     */
    static List<String> replay(String transcript) {
        Dialogue dialogue = appServer(request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.empty()));
        List<String> events = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        Replay replay = new Replay(dialogue, requests, events, new HashMap<>());
        replay.handle(dialogue.start());
        Transcript.recorded("codex/app-server-" + transcript).lines().forEach(replay::line);
        return events;
    }

    private record Replay(Dialogue dialogue, List<String> requests, List<String> events, Map<String, String> methods) {
        void handle(Step step) {
            requests.addAll(step.replies());
            events.addAll(EventTexts.all(step.events()));
        }

        void line(String recorded) {
            JsonNode entry = parse(recorded);
            ObjectNode line = (ObjectNode) entry.path("line");
            boolean in = entry.path("dir").asText().equals("in");
            if (in && line.path("method").asText().equals("turn/start")) {
                handle(dialogue.onUserMessage(line.at("/params/input/0/text").asText()));
            }
            if (in) {
                methods.put(line.path("id").asText(), line.path("method").asText());
            } else if (!line.has("method")) {
                deliverResponse(line);
            } else {
                handle(dialogue.onLine(Line.of(line.toString())));
            }
        }

        private void deliverResponse(ObjectNode line) {
            String method = methods.get(line.path("id").asText());
            requests.stream()
                    .map(CodexFixture::parse)
                    .filter(request -> request.path("method").asText().equals(method))
                    .reduce((_, last) -> last)
                    .ifPresent(request -> handle(dialogue.onLine(
                            Line.of(line.put("id", request.path("id").asInt()).toString()))));
        }
    }

    static JsonNode parse(String json) {
        return Json.parse(json);
    }

    /** The method of each reply. */
    static List<String> methods(Step step) {
        return step.replies().stream()
                .map(CodexFixture::parse)
                .map(reply -> reply.path("method").asText())
                .toList();
    }

    static JsonNode singleReply(Step step) {
        assertThat(step.replies()).hasSize(1);
        return parse(step.replies().getFirst());
    }

    static String opened() {
        return json("{'id':2,'result':{'thread':{'id':'thread-1'},'model':'gpt-5.4','cwd':'/srv/tree'}}");
    }

    static String accepted(int id, String turn) {
        return json("{'id':" + id + ",'result':{'turn':{'id':'" + turn + "'}}}");
    }

    static String turnStarted(String turn) {
        return notification("turn/started", "'turn':{'id':'" + turn + "'}");
    }

    static String threadStatus(String status) {
        return notification("thread/status/changed", "'status':{'type':'" + status + "'}");
    }

    static String turnCompleted(String turn, String status) {
        return notification("turn/completed", "'turn':{'id':'" + turn + "','status':'" + status + "','error':null}");
    }

    static String delta(String item, String text) {
        return notification("item/agentMessage/delta", "'itemId':'" + item + "','delta':'" + text + "'");
    }

    static String completed(String item) {
        return notification("item/completed", "'item':" + item);
    }

    static String usage(String turn, long total, long last) {
        return notification(
                "thread/tokenUsage/updated",
                "'turnId':'" + turn + "','tokenUsage':{'total':" + tokens(total) + ",'last':" + tokens(last) + "}");
    }

    static String fatalError(String fields) {
        return notification("error", "'error':{" + fields + "},'willRetry':false");
    }

    static String limits(String fields) {
        return json("{'method':'account/rateLimits/updated','params':{'rateLimits':{" + fields + "}}}");
    }

    /** A notification about the session's thread. */
    static String notification(String method, String fields) {
        return json("{'method':'" + method + "','params':{'threadId':'thread-1'," + fields + "}}");
    }

    /** Converts JSON that is written with single quotes. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String tokens(long input) {
        return "{'inputTokens':" + input + ",'cachedInputTokens':0,'cacheWriteInputTokens':0,'outputTokens':" + input
                + "}";
    }
}
