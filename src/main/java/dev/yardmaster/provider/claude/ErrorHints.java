package dev.yardmaster.provider.claude;

/** The next step for errors that Claude Code tells without one, or with one that is not for us. */
final class ErrorHints {
    /** What a person at a terminal would do. */
    private static final String PICK_ANOTHER = "Run --model to pick a different model.";

    private ErrorHints() {}

    /** The error in Claude Code's words, and what to do about it. */
    static String with(String kind, String error) {
        if (kind.equals("authentication_failed")) {
            return error + ". Sign in with Claude Code's /login, or correct the executable's API key.";
        }
        if (error.endsWith(PICK_ANOTHER)) {
            return error.replace(PICK_ANOTHER, "Give the agent another model.");
        }
        if (error.contains("(ECONNREFUSED)")) {
            return error + ". Check the network, and the executable's base URL.";
        }
        return error.startsWith("No conversation found") ? error + ". Start a session that resumes none." : error;
    }
}
