package dev.yardmaster.session;

import java.util.Optional;

/**
 * How a session continues the work of an earlier one. It resumes the conversation, or it gets a summary of the earlier session.
 *
 * @param earlier the session whose work is continued
 * @param resume whether to resume the conversation where that is possible
 * @param prompt the first message in the place of the request's if the conversation is resumed; empty for that of the request
 */
public record Continuation(Session earlier, boolean resume, Optional<String> prompt) {
    public Continuation(Session earlier, boolean resume) {
        this(earlier, resume, Optional.empty());
    }

    /** The same work, in the conversation of the earlier session where that is possible. */
    public Continuation resuming(String firstMessage) {
        return new Continuation(earlier, true, Optional.of(firstMessage));
    }

    /** Whether the conversation resumes on an executable. Only the account with which a CLI had a conversation can resume it. */
    boolean resumesOn(String executable) {
        return resumed().filter(executable::equals).isPresent();
    }

    /** The executable on which the conversation can be resumed. */
    Optional<String> resumed() {
        return Optional.of(earlier.executable())
                .filter(_ -> resume && earlier.providerSession().isPresent());
    }

    Continuation openedBy(String text) {
        return new Continuation(earlier, resume, prompt.map(rest -> text + "\n\n" + rest));
    }
}
