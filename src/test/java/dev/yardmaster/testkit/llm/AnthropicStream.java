package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.AnthropicAnswer.quote;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Streams one answer as the Anthropic API's server-sent events. */
final class AnthropicStream {
    private final HttpConnection connection;
    private final ServerSentEvents events;
    private int block;

    AnthropicStream(HttpConnection connection, Map<String, String> headers) throws IOException {
        this.connection = connection;
        events = connection.events(headers);
    }

    void send(AnthropicAnswer reply) throws IOException {
        events.send("message_start", "\"message\":{" + reply.emptyMessage() + "}");
        if (reply.answer().thinking().isPresent()) {
            think(reply.answer().thinking().get());
        }
        if (reply.tool().isPresent()) {
            call(reply.tool().get());
            end(reply);
        } else {
            write(reply);
        }
    }

    private void think(String thinking) throws IOException {
        open(AnthropicAnswer.thinkingBlock("", ""));
        delta("thinking_delta", "thinking", thinking);
        delta("signature_delta", "signature", "mock");
        close();
    }

    private void call(ToolCall tool) throws IOException {
        open(AnthropicAnswer.textBlock(""));
        delta("text_delta", "text", AnthropicAnswer.BEFORE_TOOL);
        close();
        open(AnthropicAnswer.toolBlock(tool.name(), "{}"));
        String input = tool.input().toString();
        int half = input.offsetByCodePoints(0, input.codePointCount(0, input.length()) / 2);
        delta("input_json_delta", "partial_json", input.substring(0, half));
        delta("input_json_delta", "partial_json", input.substring(half));
        close();
    }

    private void write(AnthropicAnswer reply) throws IOException {
        Delivery delivery = reply.answer().delivery();
        open(AnthropicAnswer.textBlock(""));
        texts(reply.answer().chunks(), delivery);
        switch (delivery.ending()) {
            case COMPLETE -> {
                close();
                end(reply);
            }
            case STALL -> connection.hold();
            case DISCONNECT -> {}
            case LIMIT -> {
                events.send("error", AnthropicMessages.KEY_LIMIT);
                events.finish();
            }
        }
    }

    /** If a rate is set, a break also comes one interval after the last chunk. */
    private void texts(List<String> chunks, Delivery delivery) throws IOException {
        long start = System.nanoTime();
        int count = Math.min(chunks.size(), delivery.limit());
        for (int i = 0; i < count; i++) {
            pause(start, delivery, i);
            delta("text_delta", "text", chunks.get(i));
        }
        if (delivery.ending() != Delivery.Ending.COMPLETE) {
            pause(start, delivery, count);
            events.flush();
        }
    }

    private void pause(long start, Delivery delivery, int turn) throws IOException {
        if (delivery.paced()) {
            events.flush();
            Pause.of(delivery.due(turn + 1).minusNanos(System.nanoTime() - start));
        }
    }

    private void end(AnthropicAnswer reply) throws IOException {
        events.send("message_delta", """
                "delta":{"stop_reason":"%s","stop_sequence":null},"usage":%s""".formatted(
                        reply.stopReason(), reply.usage(reply.answer().usage().output())));
        events.send("message_stop", "");
        events.finish();
    }

    private void open(String contentBlock) throws IOException {
        events.send("content_block_start", "\"index\":" + block + ",\"content_block\":" + contentBlock);
    }

    private void delta(String type, String field, String text) throws IOException {
        events.send(
                "content_block_delta",
                "\"index\":" + block + ",\"delta\":{\"type\":\"" + type + "\",\"" + field + "\":" + quote(text) + "}");
    }

    private void close() throws IOException {
        events.send("content_block_stop", "\"index\":" + block++);
    }
}
