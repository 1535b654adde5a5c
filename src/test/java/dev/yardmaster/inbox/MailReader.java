package dev.yardmaster.inbox;

import dev.yardmaster.testkit.Slots;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A fake Claude Code that records the messages it gets, and answers each of them. Survives restarts of its process. */
public record MailReader(Path record) {
    private static final String ANSWERS = """
            echo '{"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}'
            while read -r line; do
              printf '%%s\\n' "$line" >> '%s'
              echo '{"type":"assistant","message":{"id":"m","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Read."}]}}'
              echo '{"type":"result","subtype":"success","is_error":false,"usage":{"input_tokens":1,"output_tokens":1},"result":"Read."}'
            done
            """;

    private static final String BUSY = """
            if [ -e '%s' ]; then
              read -r line
              printf '%%s\\n' "$line" >> '%s'
              echo '{"type":"system","subtype":"init","session_id":"s","model":"claude-sonnet-4-5"}'
              echo '{"type":"assistant","message":{"id":"m","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Working."}]}}'
              while [ -e '%s' ]; do sleep 0.1; done
              kill -9 $$
            fi
            """;

    /** The body of its shell script. */
    public String script() {
        return ANSWERS.formatted(record);
    }

    /** The name of an executable that runs it. */
    String executable() {
        return Slots.script(script());
    }

    /** The name of an executable that runs it, but fails while a file exists. */
    String failingWhile(Path file) {
        return Slots.script("if [ -e '" + file + "' ]; then read -r _; exit 3; fi\n" + script());
    }

    /**
     * The name of an executable that runs it, but while a file exists, a session of it stays in its first turn: it answers once and reads no more.
     * It kills itself when the file is deleted.
     */
    String busyWhile(Path file) {
        return Slots.script(BUSY.formatted(file, record, file) + script());
    }

    /** The texts of the user turns so far, of all its sessions. */
    public List<String> turns() {
        try {
            return Files.exists(record)
                    ? Files.readAllLines(record).stream()
                            .map(JsonObject::new)
                            .filter(line -> line.getString("type", "").equals("user"))
                            .map(MailReader::text)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonObject line) {
        Object content = line.getJsonObject("message").getValue("content");
        return content instanceof String text
                ? text
                : ((JsonArray) content).getJsonObject(0).getString("text");
    }
}
