package dev.yardmaster.prompt;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the prompt of a role comes from. The first source that has a text for an agent wins. */
public enum PromptSource {
    /** A text for this agent. */
    AGENT("agent"),
    /** A text for the project that the session works on. */
    PROJECT("project"),
    /** A text for all agents. */
    WORKSPACE("workspace"),
    /** The text that Yardmaster comes with. */
    BUILT_IN("built-in");

    private final String value;

    PromptSource(String value) {
        this.value = value;
    }

    /** The name in the API. */
    @JsonValue
    public String value() {
        return value;
    }
}
