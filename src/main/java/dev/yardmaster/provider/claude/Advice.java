package dev.yardmaster.provider.claude;

/** The next step for errors that Claude Code tells without one. */
final class Advice {
    private Advice() {}

    /** The error in Claude Code's words, and what to do about it. */
    static String with(String kind, String error) {
        if (kind.equals("authentication_failed")) {
            return error + ". Sign in with Claude Code's /login, or correct the executable's API key.";
        }
        return error.startsWith("No conversation found") ? error + ". Start a session that resumes none." : error;
    }
}
