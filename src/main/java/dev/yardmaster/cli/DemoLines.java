package dev.yardmaster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints what a simulated agent does as Claude Code's stream-json. Not thread-safe. */
final class DemoLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "demo";
    private static final int WORDS_A_PAUSE = 5;
    private static final Pattern WORDS = Pattern.compile("(?<= )");

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final String conversation;
    private final Duration pace;
    private int messages;

    /**
     * @param conversation the provider's id of the conversation
     * @param pace how long a word takes
     */
    DemoLines(String conversation, Duration pace) {
        this.conversation = conversation;
        this.pace = pace;
    }

    /** Lets the time of some words pass, for work that prints nothing. */
    void pause() throws InterruptedException {
        Thread.sleep(pace.multipliedBy(WORDS_A_PAUSE));
    }

    /** The first line of each turn. */
    void turnStarted(Path directory) throws JsonProcessingException {
        print(Map.of(
                "type",
                "system",
                "subtype",
                "init",
                "session_id",
                conversation,
                "model",
                MODEL,
                "cwd",
                directory.toAbsolutePath().toString(),
                "tools",
                List.of("Write", "mcp__" + DemoTools.SERVER)));
    }

    /** A message of the agent, word by word and then as a whole. */
    void message(String text) throws JsonProcessingException, InterruptedException {
        String id = "msg_demo_" + ++messages;
        event(Map.of("type", "message_start", "message", Map.of("id", id, "role", "assistant", "model", MODEL)));
        event(Map.of("type", "content_block_start", "index", 0, "content_block", Map.of("type", "text", "text", "")));
        for (String word : WORDS.split(text)) {
            Thread.sleep(pace);
            event(Map.of(
                    "type", "content_block_delta", "index", 0, "delta", Map.of("type", "text_delta", "text", word)));
        }
        content("assistant", id, text(text));
        event(Map.of("type", "content_block_stop", "index", 0));
        event(Map.of("type", "message_stop"));
    }

    /** The agent calls a tool of the service. Returns the result, and prints both. */
    JsonNode tool(DemoTools tools, String name, Map<String, ?> arguments) throws IOException, InterruptedException {
        String call = call("mcp__" + DemoTools.SERVER + "__" + name, arguments);
        String result = tools.call(name, arguments);
        result(call, result);
        return JSON.readTree(result);
    }

    /** The agent calls a tool; {@link #result} has to follow. Returns the id of the call. */
    String call(String tool, Map<String, ?> input) throws JsonProcessingException {
        String call = "toolu_demo_" + ++messages;
        content("assistant", call, Map.of("type", "tool_use", "id", call, "name", tool, "input", input));
        return call;
    }

    /** The result of a call. */
    void result(String call, String text) throws JsonProcessingException {
        content("user", call, Map.of("type", "tool_result", "tool_use_id", call, "content", text));
    }

    /** The provider refuses to go on; the turn fails. */
    void limited(Instant until) throws JsonProcessingException {
        String refusal = "You've hit your 5-hour limit";
        print(Map.of(
                "type",
                "rate_limit_event",
                "session_id",
                conversation,
                "rate_limit_info",
                Map.of("status", "rejected", "resetsAt", until.getEpochSecond(), "rateLimitType", "five_hour")));
        print(Map.of(
                "type",
                "assistant",
                "session_id",
                conversation,
                "error",
                "rate_limit",
                "message",
                Map.of("id", "msg_limit", "model", "<synthetic>", "content", List.of(text(refusal)))));
        ended(refusal, true, 0);
    }

    /** The turn is complete. */
    void ended(String result, int tokens) throws JsonProcessingException {
        ended(result, false, tokens);
    }

    private void ended(String result, boolean failed, int tokens) throws JsonProcessingException {
        print(Map.of(
                "type",
                "result",
                "subtype",
                "success",
                "is_error",
                failed,
                "session_id",
                conversation,
                "result",
                result,
                "total_cost_usd",
                0.0,
                "usage",
                Map.of("input_tokens", tokens, "output_tokens", tokens)));
    }

    private void content(String role, String id, Map<String, Object> block) throws JsonProcessingException {
        Map<String, Object> message = Map.of("id", id, "role", role, "model", MODEL, "content", List.of(block));
        print(Map.of("type", role, "message", message, "session_id", conversation));
    }

    private void event(Map<String, Object> event) throws JsonProcessingException {
        print(Map.of("type", "stream_event", "event", event, "session_id", conversation));
    }

    private void print(Map<String, Object> line) throws JsonProcessingException {
        out.println(JSON.writeValueAsString(line));
    }

    private static Map<String, Object> text(String text) {
        return Map.of("type", "text", "text", text);
    }
}
