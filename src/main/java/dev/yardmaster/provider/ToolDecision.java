package dev.yardmaster.provider;

/** Whether an agent may use a tool as it has asked to. */
public sealed interface ToolDecision {
    /** The agent may, this one time. */
    record Allow() implements ToolDecision {}

    /**
     * The agent may not, and continues without it.
     *
     * @param message the reason, for the model
     */
    record Deny(String message) implements ToolDecision {}
}
