package dev.yardmaster.testkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;

/** Writes an {@link EventFlood} line by line, in the format of Claude Code 2.1.329 with partial messages. */
final class FloodWriter {
    private static final String SESSION = "\"session_id\":\"f100d000-0000-4000-8000-000000000001\"";
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, '(', (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80};

    private final EventFlood flood;
    private final OutputStream out;
    private long lines;

    FloodWriter(EventFlood flood, OutputStream out) {
        this.flood = flood;
        this.out = out;
    }

    void write() throws IOException {
        init();
        for (int first = 1; first <= flood.completeDeltas(); first += flood.perMessage()) {
            message(first, Math.min(first + flood.perMessage() - 1, flood.completeDeltas()));
        }
        if (flood.crashes()) {
            halfALine();
        } else {
            result();
        }
    }

    private void init() throws IOException {
        line("""
                {"type":"system","subtype":"init","cwd":"/","tools":["Bash"],"mcp_servers":[],"model":"mock",\
                "permissionMode":"bypassPermissions","claude_code_version":"2.1.329",%s}""".formatted(SESSION));
    }

    private void message(int first, int last) throws IOException {
        String id = "msg_flood_" + first;
        event("""
                {"type":"message_start","message":{%s,"usage":{"input_tokens":100,"output_tokens":1}}}""".formatted(head(id, "")));
        event("""
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        deltas(first, last);
        if (!flood.crashes() || last < flood.completeDeltas()) {
            end(id, flood.text(first, last));
        }
    }

    private void deltas(int first, int last) throws IOException {
        for (int number = first; number <= last; number++) {
            event(delta(number));
            if (number == (flood.completeDeltas() + 1) / 2) {
                anomalies();
            }
        }
    }

    private void end(String id, String text) throws IOException {
        line("{\"type\":\"assistant\",\"message\":{" + head(id, "{\"type\":\"text\",\"text\":" + quote(text) + "}")
                + "},\"parent_tool_use_id\":null," + SESSION + "}");
        event("{\"type\":\"content_block_stop\",\"index\":0}");
        event("""
                {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":20}}""");
        event("{\"type\":\"message_stop\"}");
    }

    private void result() throws IOException {
        int last = flood.deltas();
        int first = last == 0 ? 1 : last - (last - 1) % flood.perMessage();
        line("""
                {"type":"result","subtype":"success","is_error":false,"num_turns":1,"api_error_status":null,"total_cost_usd":0.5,\
                "usage":{"input_tokens":100,"output_tokens":20,"cache_read_input_tokens":0,"cache_creation_input_tokens":0},\
                %s,"result":%s}""".formatted(SESSION, quote(flood.text(first, last))));
        if (flood.anomalies().finalNewline()) {
            out.write('\n');
        }
    }

    private void anomalies() throws IOException {
        if (flood.anomalies().giantLine() > 0) {
            toolResult("x".repeat(flood.anomalies().giantLine()).getBytes(UTF_8));
        }
        if (flood.anomalies().invalidUtf8()) {
            toolResult(NOT_UTF8);
        }
    }

    private void toolResult(byte[] content) throws IOException {
        line("""
                {"type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":\"""");
        out.write(content);
        out.write(("\"}]},\"parent_tool_use_id\":null," + SESSION + "}").getBytes(UTF_8));
    }

    private void halfALine() throws IOException {
        byte[] whole = delta(flood.completeDeltas() + 1).getBytes(UTF_8);
        line("{\"type\":\"stream_event\",\"event\":");
        out.write(Arrays.copyOf(whole, whole.length / 2));
    }

    private String delta(int number) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                + quote(flood.text(number)) + "}}";
    }

    private void event(String event) throws IOException {
        line("{\"type\":\"stream_event\",\"event\":" + event + "," + SESSION
                + ",\"parent_tool_use_id\":null,\"uuid\":\"" + new UUID(0x4000, lines) + "\"}");
    }

    /** Writes the line end before the next line, so that the last line can be without one. */
    private void line(String text) throws IOException {
        if (lines++ > 0) {
            out.write('\n');
        }
        out.write(text.getBytes(UTF_8));
    }

    private static String head(String id, String content) {
        return "\"id\":\"" + id + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"mock\",\"content\":["
                + content + "],\"stop_reason\":null,\"stop_sequence\":null";
    }

    private static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }
}
