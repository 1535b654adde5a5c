package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
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
import dev.yardmaster.provider.Told;
import dev.yardmaster.provider.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What tests of Codex's dialects begin with. */
final class Codex {
    static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final String THREAD = "thread-1";
    static final Executable EXECUTABLE = new Executable(
            "codex", new ProviderId("codex"), "codex", List.of("-c", "model_provider=\"mock\""), Map.of());

    private Codex() {}

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

    static LaunchContext instructed(Permissions permissions) {
        return new LaunchContext(Optional.of("Be kind."), List.of(), permissions, Path.of("/srv/scratch"));
    }

    static LaunchContext with(Permissions permissions, List<McpServer> servers) {
        return new LaunchContext(Optional.empty(), servers, permissions, Path.of("/srv/scratch"));
    }

    /** A dialogue with an app-server that has a thread, on which a turn runs. */
    static Dialogue running() {
        Dialogue dialogue = dialogue(Optional.of("hello"));
        tell(dialogue, opened(), accepted(3, "turn-1"), turnStarted("turn-1"));
        return dialogue;
    }

    /** A dialogue that has asked for its thread. */
    static Dialogue dialogue(Optional<String> prompt) {
        Dialogue dialogue = new AppServerDialogue(request(LaunchMode.BIDIRECTIONAL, Optional.empty(), prompt));
        dialogue.start();
        return dialogue;
    }

    static List<String> tell(Dialogue dialogue, String... lines) {
        return Transcript.of(lines).playTo(dialogue);
    }

    static List<String> exec(String... lines) {
        return Transcript.of(lines).playTo(exec(Optional.empty()));
    }

    static Dialogue exec(Optional<String> resumed) {
        return new ExecDialogue(request(LaunchMode.ONE_SHOT, resumed, Optional.of("hello")));
    }

    static List<String> replayExec(String transcript) {
        return Transcript.recorded("codex/exec-" + transcript).playTo(exec(Optional.empty()));
    }

    /**
     * Plays a recorded conversation with an app-server: the recorded prompts are given as messages, each after what was printed before it,
     * and the answers bear the ids of our requests.
     */
    static List<String> replay(String transcript) {
        Dialogue dialogue =
                new AppServerDialogue(request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.empty()));
        List<String> told = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        Replay replay = new Replay(dialogue, asked, told, new HashMap<>());
        replay.take(dialogue.start());
        Transcript.recorded("codex/app-server-" + transcript).lines().forEach(replay::line);
        return told;
    }

    private record Replay(Dialogue dialogue, List<String> asked, List<String> told, Map<String, String> methods) {
        void take(Step step) {
            asked.addAll(step.replies());
            told.addAll(Told.all(step.events()));
        }

        void line(String recorded) {
            JsonNode entry = parse(recorded);
            ObjectNode line = (ObjectNode) entry.path("line");
            boolean in = entry.path("dir").asText().equals("in");
            if (in && line.path("method").asText().equals("turn/start")) {
                take(dialogue.onUserMessage(line.at("/params/input/0/text").asText()));
            }
            if (in) {
                methods.put(line.path("id").asText(), line.path("method").asText());
            } else if (!line.has("method")) {
                answer(line);
            } else {
                take(dialogue.onLine(Line.of(line.toString())));
            }
        }

        private void answer(ObjectNode line) {
            String method = methods.get(line.path("id").asText());
            asked.stream()
                    .map(Codex::parse)
                    .filter(request -> request.path("method").asText().equals(method))
                    .reduce((_, last) -> last)
                    .ifPresent(request -> take(dialogue.onLine(
                            Line.of(line.put("id", request.path("id").asInt()).toString()))));
        }
    }

    static JsonNode parse(String json) {
        return Json.parse(json);
    }

    /** The method and id of each reply. */
    static List<String> methods(Step step) {
        return step.replies().stream()
                .map(Codex::parse)
                .map(reply -> reply.path("method").asText())
                .toList();
    }

    static JsonNode only(Step step) {
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
        return about("turn/started", "'turn':{'id':'" + turn + "'}");
    }

    static String turnCompleted(String turn, String status) {
        return about("turn/completed", "'turn':{'id':'" + turn + "','status':'" + status + "','error':null}");
    }

    static String delta(String item, String text) {
        return about("item/agentMessage/delta", "'itemId':'" + item + "','delta':'" + text + "'");
    }

    static String completed(String item) {
        return about("item/completed", "'item':" + item);
    }

    static String usage(String turn, long total, long last) {
        return about(
                "thread/tokenUsage/updated",
                "'turnId':'" + turn + "','tokenUsage':{'total':" + tokens(total) + ",'last':" + tokens(last) + "}");
    }

    static String failing(String fields) {
        return about("error", "'error':{" + fields + "},'willRetry':false");
    }

    static String limits(String fields) {
        return json("{'method':'account/rateLimits/updated','params':{'rateLimits':{" + fields + "}}}");
    }

    /** A notification about the session's thread. */
    static String about(String method, String fields) {
        return json("{'method':'" + method + "','params':{'threadId':'thread-1'," + fields + "}}");
    }

    /** JSON written with single quotes. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String tokens(long input) {
        return "{'inputTokens':" + input + ",'cachedInputTokens':0,'cacheWriteInputTokens':0,'outputTokens':" + input
                + "}";
    }
}
