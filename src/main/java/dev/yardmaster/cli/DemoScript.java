package dev.yardmaster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the simulated agent does in a turn, as Claude Code would print it. */
final class DemoScript {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAUSE_MILLIS = 60;
    private static final Pattern WORDS = Pattern.compile("(?<= )");
    private static final String FILE = "haiku.txt";
    private static final String HAIKU = "Signals turn to green.\nOne by one the wagons roll,\neach to its own track.\n";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final String session;
    private int turns;

    DemoScript(String session) {
        this.session = session;
    }

    /** Plays one turn for a prompt. */
    void turn(String prompt) throws IOException, InterruptedException {
        turns++;
        print(Map.of(
                "type",
                "system",
                "subtype",
                "init",
                "session_id",
                session,
                "model",
                "demo",
                "cwd",
                Path.of("").toAbsolutePath().toString(),
                "tools",
                List.of("Write")));
        say(
                "msg_demo_" + turns + "a",
                "Got it: \"" + firstLine(prompt) + "\". I will write the text into " + FILE + ".");
        write("toolu_demo_" + turns);
        String result = "Done. " + FILE + " holds three lines, and the yard is quiet again.";
        say("msg_demo_" + turns + "b", result);
        print(Map.of(
                "type",
                "result",
                "subtype",
                "success",
                "is_error",
                false,
                "session_id",
                session,
                "result",
                result,
                "total_cost_usd",
                0.0,
                "usage",
                Map.of("input_tokens", prompt.length() / 4, "output_tokens", 60)));
    }

    private void say(String message, String text) throws IOException, InterruptedException {
        stream(Map.of("type", "message_start", "message", Map.of("id", message, "role", "assistant", "model", "demo")));
        stream(Map.of("type", "content_block_start", "index", 0, "content_block", Map.of("type", "text", "text", "")));
        for (String word : WORDS.splitAsStream(text).toList()) {
            Thread.sleep(PAUSE_MILLIS);
            stream(Map.of(
                    "type", "content_block_delta", "index", 0, "delta", Map.of("type", "text_delta", "text", word)));
        }
        message(
                "assistant",
                Map.of("id", message, "model", "demo", "content", List.of(Map.of("type", "text", "text", text))));
        stream(Map.of("type", "content_block_stop", "index", 0));
        stream(Map.of("type", "message_stop"));
    }

    private void write(String call) throws IOException, InterruptedException {
        Map<String, Object> use = Map.of(
                "type", "tool_use", "id", call, "name", "Write", "input", Map.of("file_path", FILE, "content", HAIKU));
        message("assistant", Map.of("id", call + "_message", "model", "demo", "content", List.of(use)));
        Thread.sleep(5L * PAUSE_MILLIS);
        Files.writeString(Path.of(FILE), HAIKU);
        Map<String, Object> result =
                Map.of("type", "tool_result", "tool_use_id", call, "content", "File created successfully at: " + FILE);
        message("user", Map.of("role", "user", "content", List.of(result)));
    }

    private void stream(Map<String, Object> event) throws JsonProcessingException {
        print(Map.of("type", "stream_event", "event", event, "session_id", session));
    }

    private void message(String type, Map<String, Object> message) throws JsonProcessingException {
        print(Map.of("type", type, "message", message, "session_id", session));
    }

    private void print(Map<String, Object> event) throws JsonProcessingException {
        out.println(JSON.writeValueAsString(event));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
