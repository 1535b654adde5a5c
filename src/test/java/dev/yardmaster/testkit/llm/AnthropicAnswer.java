package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One answer in the format of the Anthropic API: the parts of the JSON that a stream and a whole response share. */
record AnthropicAnswer(Answer answer, String model, Optional<ToolCall> tool) {
    /** The text before a tool call. */
    static final String BEFORE_TOOL = "Calling a tool.";

    /** Returns the whole response. */
    String json() {
        return "{%s}"
                .formatted(message(
                        String.join(",", content()),
                        quote(stopReason()),
                        answer.usage().output()));
    }

    /** Returns the fields of the message before the first content. */
    String emptyMessage() {
        return message("", "null", 1);
    }

    String stopReason() {
        return tool.isPresent() ? "tool_use" : "end_turn";
    }

    String usage(long output) {
        TokenUsage usage = answer.usage();
        return """
                {"input_tokens":%d,"output_tokens":%d,"cache_creation_input_tokens":%d,"cache_read_input_tokens":%d}""".formatted(usage.input(), output, usage.cacheWrite(), usage.cacheRead());
    }

    static String textBlock(String text) {
        return """
                {"type":"text","text":%s}""".formatted(quote(text));
    }

    static String thinkingBlock(String thinking, String signature) {
        return """
                {"type":"thinking","thinking":%s,"signature":%s}""".formatted(quote(thinking), quote(signature));
    }

    static String toolBlock(String name, String input) {
        return """
                {"type":"tool_use","id":"%s","name":%s,"input":%s}""".formatted(id("toolu"), quote(name), input);
    }

    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private String message(String content, String stopReason, long output) {
        return """
                "id":"%s","type":"message","role":"assistant","model":%s,"content":[%s],\
                "stop_reason":%s,"stop_sequence":null,"usage":%s""".formatted(id("msg"), quote(model), content, stopReason, usage(output));
    }

    private List<String> content() {
        List<String> blocks = new ArrayList<>();
        answer.thinking().ifPresent(thinking -> blocks.add(thinkingBlock(thinking, "mock")));
        blocks.add(textBlock(tool.isPresent() ? BEFORE_TOOL : answer.text()));
        tool.ifPresent(call -> blocks.add(toolBlock(call.name(), call.input().toString())));
        return blocks;
    }

    private static String id(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }
}
