package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.OpenAiChatAnswer.quote;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Streams one answer as the Chat Completions API's server-sent events. */
final class OpenAiChatStream {
    private final HttpConnection connection;
    private final ServerSentEvents events;

    OpenAiChatStream(HttpConnection connection) throws IOException {
        this.connection = connection;
        events = connection.events(Map.of());
    }

    void send(OpenAiChatAnswer reply) throws IOException {
        delta(reply, "\"role\":\"assistant\",\"content\":\"\"");
        if (reply.answer().thinking().isPresent()) {
            delta(
                    reply,
                    "\"reasoning_content\":" + quote(reply.answer().thinking().get()));
        }
        if (reply.tool().isPresent()) {
            call(reply, reply.tool().get());
            end(reply);
        } else {
            write(reply);
        }
    }

    private void call(OpenAiChatAnswer reply, ToolCall tool) throws IOException {
        delta(reply, "\"content\":" + quote(OpenAiChatAnswer.BEFORE_TOOL));
        String input = tool.input().toString();
        int half = input.offsetByCodePoints(0, input.codePointCount(0, input.length()) / 2);
        delta(reply, """
                "tool_calls":[{"index":0,"id":"call_%s","type":"function","function":{"name":%s,"arguments":%s}}]""".formatted(reply.id(), quote(tool.name()), quote(input.substring(0, half))));
        delta(reply, """
                "tool_calls":[{"index":0,"function":{"arguments":%s}}]""".formatted(quote(input.substring(half))));
    }

    private void write(OpenAiChatAnswer reply) throws IOException {
        Delivery delivery = reply.answer().delivery();
        texts(reply, delivery);
        switch (delivery.ending()) {
            case COMPLETE -> end(reply);
            case STALL -> connection.hold();
            case DISCONNECT -> {}
            case LIMIT -> {
                events.data(OpenAiChat.KEY_LIMIT);
                events.finish();
            }
        }
    }

    /** If a rate is set, a break also comes one interval after the last chunk. */
    private void texts(OpenAiChatAnswer reply, Delivery delivery) throws IOException {
        List<String> chunks = reply.answer().chunks();
        long start = System.nanoTime();
        int count = Math.min(chunks.size(), delivery.limit());
        for (int i = 0; i < count; i++) {
            pause(start, delivery, i);
            delta(reply, "\"content\":" + quote(chunks.get(i)));
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

    private void end(OpenAiChatAnswer reply) throws IOException {
        events.data(reply.chunk("", quote(reply.finishReason())));
        events.data(reply.usageChunk());
        events.data("[DONE]");
        events.finish();
    }

    private void delta(OpenAiChatAnswer reply, String fields) throws IOException {
        events.data(reply.chunk(fields, "null"));
    }
}
