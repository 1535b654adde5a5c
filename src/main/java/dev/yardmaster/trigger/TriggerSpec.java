package dev.yardmaster.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.subscription.SubscribedEvent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trigger as a user specifies it.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param enabled whether it runs; by default true
 * @param cron the times at which it runs: a cron expression with five fields, or with six if the first one is the second
 * @param timeZone the IANA id of the time zone of the times; by default {@code UTC}
 * @param events the events on which it runs, in place of times
 * @param webhook whether it runs on requests from outside, in place of times and events; by default false
 * @param project the id or name of a project: only its events count
 * @param task the task that a run creates: the fields of a new task; title and prompt may contain {@code {{trigger}}}, {@code {{time}}} and
 *     {@code {{event}}}
 * @param message the message that a run sends, in place of a task
 */
record TriggerSpec(
        @NotNull(message = "is missing: give the trigger a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        Optional<Boolean> enabled,
        Optional<String> cron,
        Optional<String> timeZone,
        Optional<List<@NotNull(message = "must be the name of an event") String>> events,
        Optional<Boolean> webhook,
        Optional<String> project,
        Optional<ObjectNode> task,
        Optional<@Valid TriggerMessage> message) {
    /**
     * A message that a run sends.
     *
     * @param to the id or name of an agent, or {@code people}
     * @param text the text, with the same placeholders as the prompt of a task
     */
    record TriggerMessage(
            @NotBlank(message = "is missing: name an agent, or people")
            @Size(max = 100, message = "must have at most 100 characters")
            String to,

            @NotBlank(message = "is missing: write the text of the message")
            @Size(max = 50_000, message = "must have at most 50,000 characters")
            String text) {}

    /** Throws {@code invalid_request} for fields that don't fit each other. */
    void check() {
        if (Ids.parse(name).isPresent()) {
            throw invalid("name", "must not look like an id; choose another name");
        }
        if (Stream.of(cron.isPresent(), events.isPresent(), webhook.orElse(false))
                        .filter(it -> it)
                        .count()
                != 1) {
            throw invalid(
                    "cron",
                    "or 'events' or 'webhook' must be there, and only one of them: it says when the trigger runs");
        }
        if (task.isPresent() == message.isPresent()) {
            throw invalid("task", "or 'message' must be there, and not both: they say what the trigger does");
        }
        if (cron.isEmpty() && timeZone.isPresent()) {
            throw invalid("timeZone", "is for a trigger with 'cron' only; leave it out");
        }
        if (events.isEmpty() && project.isPresent()) {
            throw invalid("project", "selects events; the project of a task is a field of 'task'");
        }
        events.ifPresent(TriggerSpec::checkEvents);
        schedule();
    }

    /** When it runs by time. */
    Optional<Schedule> schedule() {
        return cron.map(text -> Schedule.of(text, timeZone.orElse("UTC")));
    }

    private static void checkEvents(List<String> events) {
        List<String> known = SubscribedEvent.names();
        if (events.isEmpty() || !known.containsAll(events)) {
            throw invalid("events", "must be a list with any of " + String.join(", ", known));
        }
    }

    private static YardmasterException invalid(String field, String problem) {
        return YardmasterException.ofField(ErrorCode.INVALID_REQUEST, field, problem);
    }
}
