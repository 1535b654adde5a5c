package dev.yardmaster.provider.claude;

/** Adds the next step to error messages of Claude Code that have none, or that are meant for a person at a terminal. */
final class ErrorHints {
    /** Advice for a person at a terminal. */
    private static final String PICK_ANOTHER = "Run --model to pick a different model.";

    private ErrorHints() {}

    /** The error message of Claude Code with the next step. */
    static String addHint(String kind, String error) {
        if (kind.equals("authentication_failed")) {
            return error + ". Sign in with Claude Code's /login, or correct the executable's API key.";
        }
        if (error.endsWith(PICK_ANOTHER)) {
            return error.replace(PICK_ANOTHER, "Give the agent another model.");
        }
        if (error.contains("(ECONNREFUSED)")) {
            return error + ". Check the network, and the executable's base URL.";
        }
        return error.startsWith("No conversation found") ? error + ". Start a new conversation." : error;
    }
}
