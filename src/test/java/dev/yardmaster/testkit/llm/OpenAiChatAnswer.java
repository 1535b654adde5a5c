package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.UUID;

/** One answer in the format of the Chat Completions API: the parts of the JSON that a stream and a whole response share. */
record OpenAiChatAnswer(Answer answer, String model, Optional<ToolCall> tool, String id) {
    /** The text before a tool call. */
    static final String BEFORE_TOOL = "Calling a tool.";

    OpenAiChatAnswer(Answer answer, String model, Optional<ToolCall> tool) {
        this(answer, model, tool, UUID.randomUUID().toString().replace("-", ""));
    }

    /** Returns the whole response. */
    String json() {
        String calls = tool.map(call -> ",\"tool_calls\":[" + call(call) + "]").orElse("");
        String thinking = answer.thinking()
                .map(text -> ",\"reasoning_content\":" + quote(text))
                .orElse("");
        return """
                {"id":"chatcmpl-%s","object":"chat.completion","created":0,"model":%s,"choices":[{"index":0,\
                "finish_reason":"%s","message":{"role":"assistant","content":%s%s%s}}],"usage":%s}""".formatted(id, quote(model), finishReason(), quote(text()), thinking, calls, usage());
    }

    /** Returns a part of the stream. */
    String chunk(String delta, String finishReason) {
        return """
                {"id":"chatcmpl-%s","object":"chat.completion.chunk","created":0,"model":%s,"choices":[{"index":0,\
                "delta":{%s},"finish_reason":%s}]}""".formatted(id, quote(model), delta, finishReason);
    }

    /** Returns the last part of the stream. */
    String usageChunk() {
        return """
                {"id":"chatcmpl-%s","object":"chat.completion.chunk","created":0,"model":%s,"choices":[],\
                "usage":%s}""".formatted(id, quote(model), usage());
    }

    String finishReason() {
        return tool.isPresent() ? "tool_calls" : "stop";
    }

    String call(ToolCall call) {
        return """
                {"id":"call_%s","type":"function","function":{"name":%s,"arguments":%s}}""".formatted(id, quote(call.name()), quote(call.input().toString()));
    }

    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String text() {
        return tool.isPresent() ? BEFORE_TOOL : answer.text();
    }

    /** The API includes tokens read from the cache in the input, and does not report tokens written to the cache. */
    private String usage() {
        TokenUsage usage = answer.usage();
        long prompt = usage.input() + usage.cacheRead();
        return """
                {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
                "prompt_tokens_details":{"cached_tokens":%d}}""".formatted(prompt, usage.output(), prompt + usage.output(), usage.cacheRead());
    }
}
