package dev.yardmaster.dispatch;

import dev.yardmaster.testkit.Slots;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Fake CLIs: bodies of shell scripts that behave in the way in which the real CLIs react to a vendor's API. Their output is that of the
 * recorded transcripts, without the fields that Yardmaster does not read. Codex and OpenCode are one-shot.
 */
public final class Fakes {
    private static final String INIT = """
            {"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}""";

    private Fakes() {}

    /** Registers a script as an executable of Claude Code. Returns the executable's name. */
    public static String claude(String body) {
        return Slots.script(body);
    }

    /** Writes a script into a directory and registers it as an executable of Codex. Returns the executable's name. */
    public static String codex(Path directory, String body) {
        return Slots.runningCodex(program(directory, "codex", body), List.of(), Map.of());
    }

    /** Writes a script into a directory and registers it as an executable of OpenCode. Returns the executable's name. */
    static String openCode(Path directory, String body) {
        return Slots.runningOpenCode(program(directory, "opencode", body), Map.of());
    }

    /** Claude Code that completes its task. */
    public static String works() {
        return prints(INIT, message(text("Done.")), result("Done."));
    }

    /** Claude Code that works until it is stopped. */
    static String keepsWorking() {
        return prints(INIT);
    }

    /** Claude Code that prints these lines and then completes its task. */
    static String printing(String... lines) {
        return prints(INIT, String.join("\n", lines), result("Done."));
    }

    /** Claude Code that completes its task once a file exists. */
    static String worksOnce(Path gate) {
        return "read -r _\n" + print(INIT) + "until [ -e '" + gate + "' ]; do sleep 0.02; done\n"
                + withoutFirstLine(works());
    }

    /** A program that runs a command before its body. */
    static String first(String before, String body) {
        return before + "\n" + body;
    }

    /** Runs one program until a time, and another one from then on. */
    static String until(Instant time, String before, String after) {
        return "if [ \"$(date +%%s)\" -lt %d ]; then\n%s\nelse\n%s\nfi".formatted(time.getEpochSecond(), before, after);
    }

    /** Runs one program the first {@code count} times, and another one afterwards. Counts with files in a directory. */
    public static String times(int count, Path directory, String before, String after) {
        return """
                n=1; while ! mkdir '%1$s/run-'$n 2>/dev/null; do n=$((n + 1)); done
                if [ $n -le %2$d ]; then
                %3$s
                else
                %4$s
                fi""".formatted(directory, count, before, after);
    }

    /** Runs one program if the arguments contain a word, and another one otherwise. */
    static String when(String word, String then, String otherwise) {
        return "case \"$*\" in *'%s'*)\n%s\n;; *)\n%s\n;; esac".formatted(word, then, otherwise);
    }

    /** Claude Code whose subscription has reached its limit. */
    static String limited(String window, Instant reset) {
        return prints(INIT, rateLimit("rejected", window, reset), refusal("rate_limit", 429, "You've hit your limit"));
    }

    /** Claude Code that fails with a message. */
    static String fails(String kind, int status, String message) {
        return prints(INIT, refusal(kind, status, message));
    }

    /** Claude Code's event about a limit. */
    static String rateLimit(String status, String window, Instant reset, String... more) {
        return """
                {"type":"rate_limit_event","rate_limit_info":{"status":"%s","rateLimitType":"%s","resetsAt":%d%s}}""".formatted(status, window, reset.getEpochSecond(), String.join("", more));
    }

    /** Claude Code's event with an assistant message. */
    static String message(JsonObject content) {
        return new JsonObject()
                .put("type", "assistant")
                .put(
                        "message",
                        new JsonObject()
                                .put("id", "m")
                                .put("model", "claude-sonnet-4-5")
                                .put("content", new JsonArray().add(content)))
                .encode();
    }

    static JsonObject text(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    static JsonObject thinking(String text) {
        return new JsonObject().put("type", "thinking").put("thinking", text);
    }

    /** Claude Code's events for a tool call that reads a file, and for its result. */
    static String toolResult(String text, boolean failed) {
        JsonObject call = new JsonObject("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Read\",\"input\":{}}");
        JsonObject result = new JsonObject()
                .put("tool_use_id", "t")
                .put("type", "tool_result")
                .put("content", text)
                .put("is_error", failed);
        return message(call)
                + "\n"
                + new JsonObject()
                        .put("type", "user")
                        .put(
                                "message",
                                new JsonObject().put("role", "user").put("content", new JsonArray().add(result)))
                        .encode();
    }

    /** Codex that prints these items and completes its task. */
    static String codexPrinting(JsonObject... items) {
        StringBuilder lines = new StringBuilder("{\"type\":\"thread.started\",\"thread_id\":\"t\"}\n");
        for (JsonObject item : items) {
            lines.append(new JsonObject()
                            .put("type", "item.completed")
                            .put("item", item)
                            .encode())
                    .append('\n');
        }
        lines.append("{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}\n");
        return "cat >/dev/null\n" + print(lines.toString());
    }

    /** OpenCode that prints these parts and completes its task. */
    static String openCodePrinting(JsonObject... parts) {
        StringBuilder lines = new StringBuilder();
        for (JsonObject part : parts) {
            lines.append(new JsonObject()
                            .put("type", part.getString("type").equals("tool") ? "tool_use" : part.getString("type"))
                            .put("sessionID", "ses_1")
                            .put("part", part.put("id", "prt_" + lines.length()).put("messageID", "msg_1"))
                            .encode())
                    .append('\n');
        }
        lines.append("""
                {"type":"step_finish","sessionID":"ses_1","part":{"type":"step-finish","reason":"stop",\
                "tokens":{"input":1,"output":1,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}}
                """);
        return "cat >/dev/null\n" + print(lines.toString());
    }

    private static String result(String text) {
        return new JsonObject("""
                {"type":"result","subtype":"success","is_error":false,"usage":{"input_tokens":100,"output_tokens":10},\
                "total_cost_usd":0.25}""").put("result", text).encode();
    }

    private static String refusal(String kind, int status, String message) {
        return """
                {"type":"assistant","error":"%1$s","api_error_status":%2$d,\
                "message":{"model":"<synthetic>","content":[{"type":"text","text":"%3$s"}]}}
                {"type":"result","subtype":"success","is_error":true,"api_error_status":%2$d,"result":"%3$s"}""".formatted(kind, status, message);
    }

    /** Like the real CLI, the script runs until its input ends, and its exit code is 1 if the session failed. */
    private static String prints(String... lines) {
        String all = String.join("\n", lines);
        return "read -r _\n" + print(all) + "cat >/dev/null\nexit " + (all.contains("\"is_error\":true,\"api") ? 1 : 0);
    }

    private static String withoutFirstLine(String program) {
        return program.substring(program.indexOf('\n') + 1);
    }

    private static String print(String lines) {
        return "cat <<'END'\n" + lines.strip() + "\nEND\n";
    }

    private static Path program(Path directory, String name, String body) {
        try {
            Path file = Files.createTempFile(directory, name, "");
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
