package dev.yardmaster.inbox;

import dev.yardmaster.page.SortOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects and sorts messages, as a request does. Empty fields select all. */
@RegisterForReflection
record MessageFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<String> after,

        @Parameter(description = "The order: -created (the default) or created.") @QueryParam("sort")
        Optional<String> sort,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "A state. Several mean any of them.") @QueryParam("state")
        List<String> state,

        @Parameter(description = "The id of any agent, or the name of the agent that has it now: the recipient.")
        @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id of the thread.") @QueryParam("thread")
        Optional<UUID> thread,

        @Parameter(description = "The name of the sender.") @QueryParam("sender")
        Optional<String> sender) {
    private static final List<SortOrder<Message>> ORDERS =
            SortOrder.<Message>both("created", Optional.empty(), Message::id).toList();

    /** The order of the list; throws {@code invalid_request}. */
    SortOrder<Message> order() {
        return SortOrder.of(sort, ORDERS);
    }

    /** The states; throws {@code invalid_request}. */
    List<MessageState> states() {
        return state.stream().map(MessageState::of).distinct().toList();
    }
}
