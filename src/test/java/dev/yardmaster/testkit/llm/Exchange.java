package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Handles one request. */
record Exchange(LlmEndpoint endpoint, LlmRequest request, HttpConnection connection) {
    void run() throws IOException {
        endpoint.record(request);
        Optional<LlmDialect> dialect = LlmDialect.of(request);
        if (dialect.isPresent()) {
            play(dialect.get(), endpoint.next(request));
        } else {
            answerOther();
        }
    }

    private void play(LlmDialect dialect, Scenario.Step step) throws IOException {
        switch (step) {
            case Answer answer -> {
                Pause.of(answer.delivery().delay());
                dialect.answer(answer, request, connection);
            }
            case Refusal refusal -> dialect.refuse(refusal, connection);
            case Scenario.Hang _ -> connection.hold();
            case Scenario.Reset _ -> connection.reset();
        }
    }

    /** Answers the other requests of CLIs, which are not part of a scenario. */
    private void answerOther() throws IOException {
        switch (request.method() + " " + request.path()) {
            case "POST /v1/messages/count_tokens" -> connection.json(200, Map.of(), "{\"input_tokens\":100}");
            case "GET /v1/models" -> connection.json(200, Map.of(), "{\"data\":[],\"has_more\":false}");
            default -> connection.json(404, Map.of(), "{}");
        }
    }
}
