package dev.yardmaster.approval;

import dev.yardmaster.page.SortOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects and sorts approvals, as a request does. Empty fields select all. */
@RegisterForReflection
record ApprovalFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<String> after,

        @Parameter(description = "The order: -created (the default) or created.") @QueryParam("sort")
        Optional<String> sort,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "A state. Several mean any of them.") @QueryParam("state")
        List<String> state,

        @Parameter(description = "The id of any agent, or the name of the agent that has it now.") @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id or name of a project.") @QueryParam("project")
        Optional<String> project,

        @Parameter(description = "The id of a session.") @QueryParam("session")
        Optional<UUID> session,

        @Parameter(description = "The id of a task.") @QueryParam("task")
        Optional<UUID> task) {
    private static final List<SortOrder<Approval>> ORDERS =
            SortOrder.<Approval>both("created", Optional.empty(), Approval::id).toList();

    /** The order of the list; throws {@code invalid_request}. */
    SortOrder<Approval> order() {
        return SortOrder.of(sort, ORDERS);
    }

    /** The states; throws {@code invalid_request}. */
    List<ApprovalState> states() {
        return state.stream().map(ApprovalState::of).distinct().toList();
    }
}
