package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The answers of an endpoint to model requests, one {@link Step} for each request. Immutable: one scenario can serve any number of endpoints.
 * Import its methods statically:
 *
 * <pre>{@code
 * ok().chunks(5).perSecond(10)
 * serverError().times(2).then(ok())
 * tool(ToolCall.bash("make test")).text("All green.")
 * decided(request -> request.endsWithToolResult() ? ok() : tool(ToolCall.bash("make test")))
 * }</pre>
 */
public sealed interface Scenario {
    /** Returns the answer to the {@code n}-th model request, counted from 0. */
    Step step(int n, LlmRequest request);

    /** Answers with three short chunks of text, without delay. */
    static Answer ok() {
        return Answer.DEFAULT;
    }

    /**
     * Calls the first of these tools that the request offers, or the first one if the request offers only other tools. The text is the answer to
     * the tool's result and to requests that offer no tools.
     */
    static Answer tool(ToolCall... preferred) {
        return ok().tools(List.of(preferred));
    }

    /** The five-hour window of a subscription is used up: 429 with the unified headers. */
    static Refusal subscriptionLimit(Instant resetsAt) {
        return new Refusal.SubscriptionLimit(Quota.rejected(resetsAt));
    }

    /** Like {@link #subscriptionLimit(Instant)}, with the time until the reset. */
    static Refusal subscriptionLimit(Duration resetsIn) {
        return subscriptionLimit(Instant.now().plus(resetsIn));
    }

    /** The rate limit of an API key: 429 with {@code retry-after}, in whole seconds. */
    static Refusal apiKeyLimit(Duration retryAfter) {
        return new Refusal.ApiKeyLimit(retryAfter);
    }

    /** The API has no capacity: 529. */
    static Refusal overloaded() {
        return new Refusal.Overloaded();
    }

    /** An internal error: 500. */
    static Refusal serverError() {
        return new Refusal.ServerError();
    }

    /** The key or token is not valid: 401. */
    static Refusal authError() {
        return new Refusal.AuthError();
    }

    /** The model does not exist, or this key may not use it: 404 or 400, depending on the API. */
    static Refusal unknownModel(String model) {
        return new Refusal.UnknownModel(model);
    }

    /** Decides by the request alone, so that one endpoint can serve several conversations at the same time. */
    static Scenario decided(Function<LlmRequest, Step> decision) {
        return new Decided(decision);
    }

    /** Reads the request and sends no answer until the client gives up or the mock is closed. */
    static Step hang() {
        return new Hang();
    }

    /** Resets the connection (TCP RST) as soon as the request is read. */
    static Step reset() {
        return new Reset();
    }

    /** The answer to one model request. */
    sealed interface Step extends Scenario permits Answer, Refusal, Hang, Reset {
        @Override
        default Step step(int n, LlmRequest request) {
            return this;
        }

        /** Gives this answer to the next {@code count} requests only. */
        default Times times(int count) {
            return new Times(this, count);
        }
    }

    /** See {@link #hang()}. */
    record Hang() implements Step {}

    /** See {@link #reset()}. */
    record Reset() implements Step {}

    /** See {@link #decided}. */
    record Decided(Function<LlmRequest, Step> decision) implements Scenario {
        @Override
        public Step step(int n, LlmRequest request) {
            return decision.apply(request);
        }
    }

    /** The first half of a sequence. */
    record Times(Step step, int count) {
        public Scenario then(Scenario next) {
            return new Sequence(step, count, next);
        }
    }

    /** {@code first} for a number of requests, {@code next} for all others. */
    record Sequence(Step first, int times, Scenario next) implements Scenario {
        @Override
        public Step step(int n, LlmRequest request) {
            return n < times ? first : next.step(n - times, request);
        }
    }
}
