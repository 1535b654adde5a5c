package dev.yardmaster.session;

/**
 * How a session goes on from an earlier one.
 *
 * @param earlier the session whose work goes on
 * @param resume whether its conversation itself is to go on, where the new session's executable has it; else, and always on another
 *     executable, the new session is handed a summary of it
 */
public record Continuation(Session earlier, boolean resume) {
    /** Whether an executable can go on with the conversation itself. Conversations are kept by the CLI, under the account it was used with. */
    boolean resumesOn(String executable) {
        return resume
                && earlier.providerSession().isPresent()
                && earlier.executable().equals(executable);
    }
}
