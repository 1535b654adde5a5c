package dev.yardmaster.testkit.llm;

import java.time.Duration;

/** The API answers with an HTTP error; each dialect defines its form. */
public sealed interface Refusal extends Scenario.Step {
    /** The window of a subscription is used up. */
    record SubscriptionLimit(Quota quota) implements Refusal {}

    /** Too many requests with this API key. */
    record ApiKeyLimit(Duration retryAfter) implements Refusal {}

    /** The API has no capacity. */
    record Overloaded() implements Refusal {}

    /** An internal error. */
    record ServerError() implements Refusal {}

    /** The key or token is not valid. */
    record AuthError() implements Refusal {}

    /** The model does not exist. */
    record UnknownModel(String model) implements Refusal {}
}
