package dev.yardmaster.question;

import dev.yardmaster.page.SortOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects and sorts questions, as a request does. Empty fields select all. */
@RegisterForReflection
record QuestionFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<String> after,

        @Parameter(description = "The order: -created (the default) or created.") @QueryParam("sort")
        Optional<String> sort,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "A state: open, answered, expired or withdrawn. Several mean any of them.")
        @QueryParam("state")
        List<String> state,

        @Parameter(description = "The id of any agent, or the name of the agent that has it now: the one that asks.")
        @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id of the task.") @QueryParam("task")
        Optional<UUID> task) {
    private static final List<SortOrder<Question>> ORDERS =
            SortOrder.<Question>both("created", Optional.empty(), Question::id).toList();

    /** The order of the list; throws {@code invalid_request}. */
    SortOrder<Question> order() {
        return SortOrder.of(sort, ORDERS);
    }

    /** The states; throws {@code invalid_request}. */
    List<QuestionState> states() {
        return state.stream().map(QuestionState::of).distinct().toList();
    }
}
