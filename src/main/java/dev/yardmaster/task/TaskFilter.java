package dev.yardmaster.task;

import dev.yardmaster.page.SortKey;
import dev.yardmaster.page.SortOrder;
import dev.yardmaster.page.TimeRange;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.TaskRepository.References;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects and sorts tasks, as a request does. Empty fields select all. */
@RegisterForReflection
public record TaskFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<String> after,

        @Parameter(
                description = "The order: -created (the default), created, priority (the most urgent first), -priority,"
                        + " -ended or ended. The last two list only tasks that have ended.")
        @QueryParam("sort")
        Optional<String> sort,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "A state. Several mean any of them.") @QueryParam("state")
        List<String> state,

        @Parameter(
                description =
                        "Words that are in the title or in the first 100,000 characters of the prompt: all of them, whole, in"
                                + " any order. A word consists of letters and digits. Upper and lower case are the same.")
        @QueryParam("text")
        Optional<String> text,

        @Parameter(description = "A tag of the task. Several mean all of them.") @QueryParam("tag")
        List<String> tag,

        @Parameter(description = "The id or name of the agent that the task is reserved for, or assigned to.")
        @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id or name of the project.") @QueryParam("project")
        Optional<String> project,

        @Parameter(description = "The id or name of the plan.") @QueryParam("plan")
        Optional<String> plan,

        @Parameter(description = "The provider that the task names.") @QueryParam("provider")
        Optional<String> provider,

        @Parameter(description = "The model that the task names.") @QueryParam("model")
        Optional<String> model,

        @Parameter(description = "The earliest 'createdAt': a UTC day or a time.") @QueryParam("createdFrom")
        Optional<String> createdFrom,

        @Parameter(description = "The end of the times of 'createdAt', exclusive.") @QueryParam("createdTo")
        Optional<String> createdTo,

        @Parameter(description = "The earliest 'endedAt': a UTC day or a time.") @QueryParam("endedFrom")
        Optional<String> endedFrom,

        @Parameter(description = "The end of the times of 'endedAt', exclusive.") @QueryParam("endedTo")
        Optional<String> endedTo) {
    private static final List<SortOrder<Task>> ORDERS = Stream.of(
                    SortOrder.<Task>both("created", Optional.empty(), Task::id),
                    SortOrder.both("priority", Optional.of(SortKey.number("priority", Task::priority)), Task::id),
                    SortOrder.both("ended", Optional.of(SortKey.time("ended_at", Task::endedAt)), Task::id))
            .flatMap(both -> both)
            .toList();

    private static final int MOST_TAGS = 10;
    private static final int LONGEST_TEXT = 200;

    /** Selects tasks, the newest first. */
    public static TaskFilter of(
            List<String> state,
            Optional<String> text,
            List<String> tag,
            Optional<String> project,
            Optional<String> plan,
            Optional<String> after) {
        Optional<String> any = Optional.empty();
        return new TaskFilter(after, any, any, state, text, tag, any, project, plan, any, any, any, any, any, any);
    }

    /** The cursor for the tasks after one. */
    public String cursor(Task last) {
        return order().cursor(last);
    }

    /** The order of the list; throws {@code invalid_request}. */
    SortOrder<Task> order() {
        return SortOrder.of(sort, ORDERS);
    }

    /** The states; throws {@code invalid_request}. */
    List<TaskState> states() {
        return state.stream().map(TaskState::of).distinct().toList();
    }

    /** The tags in lower case; throws {@code invalid_request}. */
    List<String> tags() {
        if (tag.size() > MOST_TAGS) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "tag", "occurs " + tag.size() + " times; give at most " + MOST_TAGS);
        }
        tag.stream().filter(it -> !it.matches(TaskSpec.TAG)).findFirst().ifPresent(it -> {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "tag", TaskSpec.TAG_RULE + ", not '" + it + "'");
        });
        return TaskSpec.normalized(tag);
    }

    /** The words to find; throws {@code invalid_request}. */
    Optional<String> words() {
        text.filter(it -> it.length() > LONGEST_TEXT || it.chars().noneMatch(TaskFilter::isInWord))
                .ifPresent(_ -> {
                    throw YardmasterException.ofField(
                            ErrorCode.INVALID_REQUEST,
                            "text",
                            "must have at most " + LONGEST_TEXT + " characters and contain a letter or a digit");
                });
        return text;
    }

    TimeRange created() {
        return TimeRange.parse("created", createdFrom, createdTo);
    }

    TimeRange ended() {
        return TimeRange.parse("ended", endedFrom, endedTo);
    }

    /** Throws the error for the first thing that the filter names and that does not exist. */
    void requireKnown(References exist) {
        require(exist.agent(), NotFound.AGENT, agent);
        require(exist.project(), NotFound.PROJECT, project);
        require(exist.plan(), NotFound.PLAN, plan);
    }

    private static void require(boolean exists, NotFound error, Optional<String> value) {
        if (!exists) {
            throw error.of(value.orElseThrow());
        }
    }

    /** As the function {@code search_words} of the database. */
    private static boolean isInWord(int character) {
        return character > 0x7f || Character.isLetterOrDigit(character);
    }
}
