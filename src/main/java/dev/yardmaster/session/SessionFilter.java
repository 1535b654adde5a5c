package dev.yardmaster.session;

import dev.yardmaster.page.SortKey;
import dev.yardmaster.page.SortOrder;
import dev.yardmaster.page.TimeRange;
import dev.yardmaster.session.end.SessionState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects and sorts sessions, as a request does. Empty fields select all. */
@RegisterForReflection
record SessionFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<String> after,

        @Parameter(
                description =
                        "The order: -started (the default), started, -ended or ended. The last two list only sessions that"
                                + " have ended.")
        @QueryParam("sort")
        Optional<String> sort,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "A state. Several mean any of them.") @QueryParam("state")
        List<String> state,

        @Parameter(description = "The id of any agent, or the name of the agent that has it now.") @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id of the task.") @QueryParam("task")
        Optional<UUID> task,

        @Parameter(description = "The id or name of the project of the session's task, or of its agent.")
        @QueryParam("project")
        Optional<String> project,

        @Parameter(description = "The id or name of the plan of the session's task.") @QueryParam("plan")
        Optional<String> plan,

        @Parameter(description = "The provider that the session runs on.") @QueryParam("provider")
        Optional<String> provider,

        @Parameter(description = "The model of the session.") @QueryParam("model")
        Optional<String> model,

        @Parameter(description = "The earliest 'startedAt': a UTC day or a time.") @QueryParam("startedFrom")
        Optional<String> startedFrom,

        @Parameter(description = "The end of the times of 'startedAt', exclusive.") @QueryParam("startedTo")
        Optional<String> startedTo,

        @Parameter(description = "The earliest 'endedAt': a UTC day or a time.") @QueryParam("endedFrom")
        Optional<String> endedFrom,

        @Parameter(description = "The end of the times of 'endedAt', exclusive.") @QueryParam("endedTo")
        Optional<String> endedTo) {
    private static final List<SortOrder<Session>> ORDERS = Stream.of(
                    SortOrder.<Session>both("started", Optional.empty(), Session::id),
                    SortOrder.both("ended", Optional.of(SortKey.time("ended_at", Session::endedAt)), Session::id))
            .flatMap(both -> both)
            .toList();

    /** The order of the list; throws {@code invalid_request}. */
    SortOrder<Session> order() {
        return SortOrder.of(sort, ORDERS);
    }

    /** The states; throws {@code invalid_request}. */
    List<SessionState> states() {
        return state.stream().map(SessionState::of).distinct().toList();
    }

    TimeRange started() {
        return TimeRange.parse("started", startedFrom, startedTo);
    }

    TimeRange ended() {
        return TimeRange.parse("ended", endedFrom, endedTo);
    }
}
