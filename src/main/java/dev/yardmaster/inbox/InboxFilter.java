package dev.yardmaster.inbox;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects messages of one inbox, as a request does. Empty fields select all. */
@RegisterForReflection
record InboxFilter(
        @Parameter(description = "The number of a message: only those after it. 'next' of the previous page is one.")
        @QueryParam("after")
        Optional<String> after,

        @Parameter(description = "A state. Several mean any of them.") @QueryParam("state")
        List<String> state,

        @Parameter(description = "The id of the thread.") @QueryParam("thread")
        Optional<UUID> thread,

        @Parameter(description = "The name of the sender.") @QueryParam("sender")
        Optional<String> sender) {
    /** The states; throws {@code invalid_request}. */
    List<MessageState> states() {
        return state.stream().map(MessageState::of).distinct().toList();
    }

    /**
     * The number of the message that the list continues after.
     *
     * @param last the number of the newest message
     * @throws YardmasterException {@code invalid_cursor} if no message of the inbox has had the number
     */
    long afterSeq(long last) {
        return after.map(text -> known(text, last)).orElse(0L);
    }

    private static long known(String text, long last) {
        try {
            long seq = Long.parseLong(text);
            if (seq >= 1 && seq <= last) {
                return seq;
            }
        } catch (NumberFormatException _) {
            // The same error as for an unknown number.
        }
        throw YardmasterException.ofField(
                ErrorCode.INVALID_CURSOR,
                "after",
                "must be the 'next' of a page of this inbox, or the 'seq' of one of its messages, not '" + text + "'");
    }
}
