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
 * Programs in the place of the CLIs, which do on order what the real ones do when a vendor's API makes them: each is the body of a shell
 * script. The lines are those of the recorded transcripts, without what nobody reads. Codex and OpenCode are one-shot.
 */
final class Fakes {
    private static final String INIT = """
            {"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}""";

    private Fakes() {}

    /** The name of an executable of Claude Code. */
    static String claude(String body) {
        return Slots.script(body);
    }

    /** The name of an executable of Codex; a program of this name is made in the directory. */
    static String codex(Path directory, String body) {
        return Slots.runningCodex(program(directory, "codex", body), List.of(), Map.of());
    }

    /** The name of an executable of OpenCode; a program of this name is made in the directory. */
    static String openCode(Path directory, String body) {
        return Slots.runningOpenCode(program(directory, "opencode", body), Map.of());
    }

    /** Claude Code that does its task. */
    static String works() {
        return prints(INIT, message(text("Done.")), result("Done."));
    }

    /** Claude Code that works until it is stopped. */
    static String keepsWorking() {
        return prints(INIT);
    }

    /** Claude Code that says these things, and then that it is done. */
    static String says(String... lines) {
        return prints(INIT, String.join("\n", lines), result("Done."));
    }

    /** Claude Code that does its task once this file is there. */
    static String worksOnce(Path gate) {
        return "read -r _\n" + print(INIT) + "until [ -e '" + gate + "' ]; do sleep 0.02; done\n" + then(works());
    }

    /** Another program before this one is run. */
    static String first(String before, String body) {
        return before + "\n" + body;
    }

    /** One program until a time, another from then on. */
    static String until(Instant time, String before, String after) {
        return "if [ \"$(date +%%s)\" -lt %d ]; then\n%s\nelse\n%s\nfi".formatted(time.getEpochSecond(), before, after);
    }

    /** One program the first so many times, another from then on; counts in this directory. */
    static String times(int count, Path directory, String before, String after) {
        return """
                n=1; while ! mkdir '%1$s/run-'$n 2>/dev/null; do n=$((n + 1)); done
                if [ $n -le %2$d ]; then
                %3$s
                else
                %4$s
                fi""".formatted(directory, count, before, after);
    }

    /** One program when a word is among the arguments, else another. */
    static String when(String word, String then, String otherwise) {
        return "case \"$*\" in *'%s'*)\n%s\n;; *)\n%s\n;; esac".formatted(word, then, otherwise);
    }

    /** Claude Code whose subscription is used up. */
    static String limited(String window, Instant reset) {
        return prints(INIT, rateLimit("rejected", window, reset), refusal("rate_limit", 429, "You've hit your limit"));
    }

    /** Claude Code that fails in these words. */
    static String fails(String kind, int status, String words) {
        return prints(INIT, refusal(kind, status, words));
    }

    /** What Claude Code says of its limits. */
    static String rateLimit(String status, String window, Instant reset, String... more) {
        return """
                {"type":"rate_limit_event","rate_limit_info":{"status":"%s","rateLimitType":"%s","resetsAt":%d%s}}""".formatted(status, window, reset.getEpochSecond(), String.join("", more));
    }

    /** An assistant's message of Claude Code. */
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

    /** A call of a tool that reads a file, and what it said. */
    static String toolResult(String text, boolean failed) {
        JsonObject call = new JsonObject("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Read\",\"input\":{}}");
        JsonObject said = new JsonObject()
                .put("tool_use_id", "t")
                .put("type", "tool_result")
                .put("content", text)
                .put("is_error", failed);
        return message(call)
                + "\n"
                + new JsonObject()
                        .put("type", "user")
                        .put("message", new JsonObject().put("role", "user").put("content", new JsonArray().add(said)))
                        .encode();
    }

    /** Codex, one-shot, that prints these items and is done. */
    static String codexSays(JsonObject... items) {
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

    /** OpenCode, one-shot, that prints these parts and is done. */
    static String openCodeSays(JsonObject... parts) {
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

    private static String refusal(String kind, int status, String words) {
        return """
                {"type":"assistant","error":"%1$s","api_error_status":%2$d,\
                "message":{"model":"<synthetic>","content":[{"type":"text","text":"%3$s"}]}}
                {"type":"result","subtype":"success","is_error":true,"api_error_status":%2$d,"result":"%3$s"}""".formatted(kind, status, words);
    }

    /** Like the real one it stays until its input ends, and says by its exit whether it could work. */
    private static String prints(String... lines) {
        String all = String.join("\n", lines);
        return "read -r _\n" + print(all) + "cat >/dev/null\nexit " + (all.contains("\"is_error\":true,\"api") ? 1 : 0);
    }

    private static String then(String program) {
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
