package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The format of one LLM API. Implementations have no state and are thread-safe. */
sealed interface LlmDialect permits AnthropicMessages, OpenAiChat, OpenAiResponses {
    List<LlmDialect> ALL = List.of(new AnthropicMessages(), new OpenAiChat(), new OpenAiResponses());

    static Optional<LlmDialect> of(LlmRequest request) {
        return ALL.stream().filter(dialect -> dialect.understands(request)).findFirst();
    }

    static boolean asksModel(LlmRequest request) {
        return of(request).isPresent();
    }

    /** Whether a request asks for an answer of the model in this dialect. */
    boolean understands(LlmRequest request);

    void answer(Answer answer, LlmRequest request, HttpConnection connection) throws IOException;

    void refuse(Refusal refusal, HttpConnection connection) throws IOException;
}
