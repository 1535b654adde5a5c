package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a session talks to its CLI. */
public enum LaunchMode {
    /** Standard input stays open: more messages and interrupts reach the running session. */
    @JsonProperty("bidirectional")
    BIDIRECTIONAL,
    /** One prompt, one answer, and the CLI exits. */
    @JsonProperty("one-shot")
    ONE_SHOT
}
