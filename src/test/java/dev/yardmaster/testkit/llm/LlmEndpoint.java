package dev.yardmaster.testkit.llm;

import java.util.ArrayList;
import java.util.List;

/**
 * One base URL of the mock, with a scenario and a record of its own: parallel tests take one each. Thread-safe, by its monitor.
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

    /** What a CLI takes as the API's base URL, without a slash at the end. */
    public String url() {
        return url;
    }

    /** From the next request on it answers by this scenario, from its beginning. */
    public synchronized void change(Scenario changed) {
        scenario = changed;
        answered = 0;
    }

    /** All requests so far, oldest first, the ones for tokens counts, models and the like among them. */
    public synchronized List<LlmRequest> requests() {
        return List.copyOf(requests);
    }

    /** The requests for an answer of the model, oldest first. */
    public List<LlmRequest> modelRequests() {
        return requests().stream().filter(LlmDialect::asksModel).toList();
    }

    synchronized void record(LlmRequest request) {
        requests.add(request);
    }

    synchronized Scenario.Step next() {
        return scenario.step(answered++);
    }
}
