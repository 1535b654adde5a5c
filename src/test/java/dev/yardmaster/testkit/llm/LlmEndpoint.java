package dev.yardmaster.testkit.llm;

import java.util.ArrayList;
import java.util.List;

/**
 * One base URL of the mock, with its own scenario and recorded requests. Parallel tests use one each. Thread-safe by its monitor.
 */
public final class LlmEndpoint {
    private final String url;
    private final List<LlmRequest> requests = new ArrayList<>();
    private Scenario scenario;
    private int answered;

    LlmEndpoint(String url, Scenario scenario) {
        this.url = url;
        this.scenario = scenario;
    }

    /** Returns the API's base URL for a CLI, without a slash at the end. */
    public String url() {
        return url;
    }

    /** Uses another scenario, from its beginning, for the next requests. */
    public synchronized void change(Scenario changed) {
        scenario = changed;
        answered = 0;
    }

    /** Returns all requests so far, oldest first, including those for token counts and models. */
    public synchronized List<LlmRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns the requests for an answer of the model, oldest first. */
    public List<LlmRequest> modelRequests() {
        return requests().stream().filter(LlmDialect::asksModel).toList();
    }

    synchronized void record(LlmRequest request) {
        requests.add(request);
    }

    synchronized Scenario.Step next(LlmRequest request) {
        return scenario.step(answered++, request);
    }
}
