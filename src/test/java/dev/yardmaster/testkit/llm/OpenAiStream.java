package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.OpenAiResponse.quote;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Streams one answer as the server-sent events of the OpenAI Responses API. */
final class OpenAiStream {
    private final HttpConnection connection;
    private final ServerSentEvents events;
    private int number;
    private int output;

    OpenAiStream(HttpConnection connection, Map<String, String> headers) throws IOException {
        this.connection = connection;
        events = connection.events(headers);
    }

    void send(OpenAiResponse reply) throws IOException {
        event("response.created", "\"response\":" + reply.started());
        if (reply.answer().thinking().isPresent()) {
            think(reply, reply.answer().thinking().get());
        }
        if (reply.tool().isPresent()) {
            call(reply, reply.tool().get());
            end(reply);
        } else {
            write(reply);
        }
    }

    private void think(OpenAiResponse reply, String thinking) throws IOException {
        item("added", reply.reasoning(""));
        String where = "\"item_id\":\"rs_" + reply.id() + "\",\"output_index\":" + output + ",\"summary_index\":0,";
        event("response.reasoning_summary_part.added", where + "\"part\":" + OpenAiResponse.summary(""));
        event("response.reasoning_summary_text.delta", where + "\"delta\":" + quote(thinking));
        event("response.reasoning_summary_text.done", where + "\"text\":" + quote(thinking));
        item("done", reply.reasoning(OpenAiResponse.summary(thinking)));
        output++;
    }

    private void call(OpenAiResponse reply, ToolCall tool) throws IOException {
        String input = tool.input().toString();
        int half = input.offsetByCodePoints(0, input.codePointCount(0, input.length()) / 2);
        String where = "\"item_id\":\"fc_" + reply.id() + "\",\"output_index\":" + output + ",";
        item("added", reply.call(tool, "", "in_progress"));
        event("response.function_call_arguments.delta", where + "\"delta\":" + quote(input.substring(0, half)));
        event("response.function_call_arguments.delta", where + "\"delta\":" + quote(input.substring(half)));
        event("response.function_call_arguments.done", where + "\"arguments\":" + quote(input));
        item("done", reply.call(tool, input, "completed"));
    }

    private void write(OpenAiResponse reply) throws IOException {
        Delivery delivery = reply.answer().delivery();
        item("added", reply.message("", "in_progress"));
        text(reply, "response.content_part.added", "\"part\":" + OpenAiResponse.part(""));
        deltas(reply, delivery);
        switch (delivery.ending()) {
            case COMPLETE -> {
                String text = reply.answer().text();
                text(reply, "response.output_text.done", "\"text\":" + quote(text));
                text(reply, "response.content_part.done", "\"part\":" + OpenAiResponse.part(text));
                item("done", reply.message(OpenAiResponse.part(text), "completed"));
                end(reply);
            }
            case STALL -> connection.hold();
            case DISCONNECT -> {}
            case LIMIT -> {
                event("response.failed", "\"response\":" + reply.limited());
                events.finish();
            }
        }
    }

    /** If a rate is set, a break also comes one interval after the last chunk. */
    private void deltas(OpenAiResponse reply, Delivery delivery) throws IOException {
        long start = System.nanoTime();
        List<String> chunks = reply.answer().chunks();
        int count = Math.min(chunks.size(), delivery.limit());
        for (int i = 0; i < count; i++) {
            pause(start, delivery, i);
            text(reply, "response.output_text.delta", "\"delta\":" + quote(chunks.get(i)));
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

    private void end(OpenAiResponse reply) throws IOException {
        event("response.completed", "\"response\":" + reply.completed());
        events.finish();
    }

    private void text(OpenAiResponse reply, String type, String field) throws IOException {
        event(
                type,
                "\"item_id\":\"msg_" + reply.id() + "\",\"output_index\":" + output + ",\"content_index\":0," + field);
    }

    private void item(String change, String item) throws IOException {
        event("response.output_item." + change, "\"output_index\":" + output + ",\"item\":" + item);
    }

    private void event(String type, String fields) throws IOException {
        events.send(type, "\"sequence_number\":" + number++ + "," + fields);
    }
}
