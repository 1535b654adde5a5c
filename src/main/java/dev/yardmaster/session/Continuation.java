package dev.yardmaster.session;

/**
 * How a session continues the work of an earlier one. It resumes the conversation, or it gets a summary of the earlier session.
 *
 * @param earlier the session whose work is continued
 * @param resume whether to resume the conversation where that is possible
 */
public record Continuation(Session earlier, boolean resume) {
    /** Whether the conversation resumes on an executable. Only the account with which a CLI had a conversation can resume it. */
    boolean resumesOn(String executable) {
        return resume
                && earlier.providerSession().isPresent()
                && earlier.executable().equals(executable);
    }
}
