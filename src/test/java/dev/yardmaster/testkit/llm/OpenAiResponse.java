package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One answer in the format of the OpenAI Responses API: the parts of the JSON that a stream and a whole response share. */
record OpenAiResponse(Answer answer, String model, Optional<ToolCall> tool, String id) {
    OpenAiResponse(Answer answer, String model, Optional<ToolCall> tool) {
        this(answer, model, tool, UUID.randomUUID().toString().replace("-", ""));
    }

    /** Returns the response before the first output. */
    String started() {
        return response("in_progress", "[]", "null");
    }

    /** Returns a response that failed during the output because of too many requests with this API key. */
    String limited() {
        return response("failed", "[]", "null", """
                {"code":"rate_limit_exceeded","message":"Rate limit reached for mock in organization org-mock on requests \
                per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s."}""");
    }

    /** Returns the whole response. */
    String completed() {
        return response("completed", "[" + String.join(",", items()) + "]", usage());
    }

    /** Returns the items of the output: the reasoning, if any, and a message or a tool call. */
    List<String> items() {
        List<String> items = new ArrayList<>();
        answer.thinking().ifPresent(thinking -> items.add(reasoning(summary(thinking))));
        items.add(tool.map(call -> call(call, call.input().toString(), "completed"))
                .orElseGet(() -> message(part(answer.text()), "completed")));
        return items;
    }

    String reasoning(String summary) {
        return """
                {"id":"rs_%s","type":"reasoning","summary":[%s]}""".formatted(id, summary);
    }

    static String summary(String text) {
        return """
                {"type":"summary_text","text":%s}""".formatted(quote(text));
    }

    String message(String content, String status) {
        return """
                {"id":"msg_%s","type":"message","role":"assistant","status":"%s","content":[%s]}""".formatted(id, status, content);
    }

    static String part(String text) {
        return """
                {"type":"output_text","text":%s,"annotations":[]}""".formatted(quote(text));
    }

    /** Returns a tool call. The tools of an MCP server are in the namespace {@code mcp__server}. */
    String call(ToolCall call, String arguments, String status) {
        int end = call.name().startsWith("mcp__") ? call.name().lastIndexOf("__") : -1;
        String name = end < 0
                ? quote(call.name())
                : quote(call.name().substring(end + 2)) + ",\"namespace\":"
                        + quote(call.name().substring(0, end));
        return """
                {"id":"fc_%s","type":"function_call","call_id":"call_%s","name":%s,"status":"%s","arguments":%s}""".formatted(id, id, name, status, quote(arguments));
    }

    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String response(String status, String output, String usage) {
        return response(status, output, usage, "null");
    }

    private String response(String status, String output, String usage, String error) {
        return """
                {"id":"resp_%s","object":"response","created_at":%d,"status":"%s","error":%s,"model":%s,"output":%s,"usage":%s}""".formatted(id, Instant.now().getEpochSecond(), status, error, quote(model), output, usage);
    }

    /** The API's number of input tokens includes the cached ones. */
    private String usage() {
        TokenUsage usage = answer.usage();
        long input = usage.input() + usage.cacheRead() + usage.cacheWrite();
        return """
                {"input_tokens":%d,"input_tokens_details":{"cached_tokens":%d,"cache_write_tokens":%d},"output_tokens":%d,\
                "output_tokens_details":{"reasoning_tokens":0},"total_tokens":%d}""".formatted(input, usage.cacheRead(), usage.cacheWrite(), usage.output(), input + usage.output());
    }
}
