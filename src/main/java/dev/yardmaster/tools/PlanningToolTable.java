package dev.yardmaster.tools;

import static dev.yardmaster.agent.Role.DIRECTOR;
import static dev.yardmaster.agent.Role.STEWARD;
import static dev.yardmaster.tools.CommonArguments.AFTER;
import static dev.yardmaster.tools.CommonArguments.ALL;
import static dev.yardmaster.tools.CommonArguments.KEY;
import static dev.yardmaster.tools.CommonArguments.PLAN;
import static dev.yardmaster.tools.CommonArguments.TASK;
import static dev.yardmaster.tools.CommonArguments.TASK_FIELDS;
import static dev.yardmaster.tools.CommonArguments.TASK_STATES;
import static dev.yardmaster.tools.ToolArgument.flag;
import static dev.yardmaster.tools.ToolArgument.object;
import static dev.yardmaster.tools.ToolArgument.objects;
import static dev.yardmaster.tools.ToolArgument.oneOf;
import static dev.yardmaster.tools.ToolArgument.text;
import static dev.yardmaster.tools.ToolArgument.texts;

import dev.yardmaster.subscription.SubscribedEvent;
import java.util.EnumSet;
import java.util.List;

/** The part of the {@link ToolTable} with which agents look at work and plan it. */
final class PlanningToolTable {
    private PlanningToolTable() {}

    static List<Tool> reading(TaskTools tasks) {
        return List.of(
                new Tool(
                        "task_get",
                        ALL,
                        false,
                        "Shows a task: its prompt, state, dependencies, progress and result.",
                        List.of(TASK),
                        tasks::get),
                new Tool(
                        "task_list",
                        ALL,
                        false,
                        "Lists tasks, the newest first. A worker sees the tasks of its plan.",
                        List.of(
                                oneOf("state", TASK_STATES, "Only tasks in this state."),
                                text("text", "Only tasks with all these words in the title or prompt."),
                                text("tag", "Only tasks with this tag."),
                                text("plan", "Only tasks of this plan, by its id or name."),
                                AFTER),
                        tasks::list),
                new Tool(
                        "task_why",
                        ALL,
                        false,
                        "Explains what a waiting task waits for, or what a task has run on.",
                        List.of(TASK),
                        tasks::why));
    }

    static List<Tool> changing(TaskTools tasks) {
        return List.of(
                new Tool(
                        "task_create",
                        EnumSet.of(DIRECTOR, STEWARD),
                        true,
                        "Creates a task. A free agent of its role gets it as soon as the tasks that it depends on are done.",
                        List.of(
                                text("title", "A short title, up to 200 characters.")
                                        .needed(),
                                text("prompt", "Everything that the agent needs to know; it sees nothing else.")
                                        .needed(),
                                text("plan", "The id or name of its plan."),
                                texts("depends_on", "The ids of the tasks that must be done before it starts."),
                                object("options", "Any of: " + TASK_FIELDS + "."),
                                KEY),
                        tasks::create),
                new Tool(
                        "task_update",
                        EnumSet.of(DIRECTOR),
                        true,
                        "Changes a task that is open. Fields that are not named stay.",
                        List.of(
                                text("task", "The id of the task.").needed(),
                                object(
                                                "changes",
                                                "The new values, null for the default, of any of: title, prompt, dependsOn (ids of tasks),"
                                                        + " plan, " + TASK_FIELDS + ".")
                                        .needed()),
                        tasks::update),
                new Tool(
                        "task_cancel",
                        EnumSet.of(DIRECTOR),
                        true,
                        "Cancels a task. The session of a running one is stopped.",
                        List.of(text("task", "The id of the task.").needed()),
                        tasks::cancel));
    }

    static List<Tool> plans(PlanTools plans, SubscriptionTools subscriptions) {
        return List.of(
                new Tool(
                        "plan_apply",
                        EnumSet.of(DIRECTOR),
                        true,
                        "Creates a plan with all its tasks, or changes it: tasks are matched by name, new ones are added, open ones changed, and"
                                + " open ones that you leave out cancelled. Work that runs or has ended is kept. Everything or nothing happens, and a"
                                + " repetition changes nothing.",
                        List.of(
                                text("name", "Letters, digits, dots, underscores and hyphens, up to 64.")
                                        .needed(),
                                objects(
                                                "tasks",
                                                "All tasks. Each has a name that is unique in the plan, a title, a prompt, dependsOn (names of"
                                                        + " tasks of the plan and ids of other tasks), and any of: "
                                                        + TASK_FIELDS
                                                        + ".")
                                        .needed(),
                                flag("start", "Whether its tasks may start now; by default true."),
                                flag("dry_run", "Only show what would change."),
                                text(
                                        "deadline",
                                        "When its time is over, such as 2026-01-31T12:00:00Z; then no task starts."),
                                text("time_limit", "How long after its start its time is over, such as PT8H.")),
                        plans::apply),
                new Tool(
                        "plan_get",
                        EnumSet.of(DIRECTOR),
                        false,
                        "Shows a plan, how many of its tasks are in each state, and its newest tasks.",
                        List.of(PLAN.needed()),
                        plans::get),
                new Tool(
                        "plan_cancel",
                        EnumSet.of(DIRECTOR),
                        true,
                        "Cancels a plan and those of its tasks that wait or run.",
                        List.of(PLAN.needed()),
                        plans::cancel),
                new Tool(
                        "subscribe",
                        EnumSet.of(DIRECTOR, STEWARD),
                        true,
                        "Wakes you by a message when one of the events happens. It answers at once: end your turn instead of waiting. You are woken"
                                + " without it when a plan of yours ends or is overdue, and when one of its tasks fails or is proposed.",
                        List.of(
                                texts("events", "Any of " + String.join(", ", SubscribedEvent.names()) + "."),
                                text("plan", "Only events of this plan, by its id or name."),
                                text("task", "Only events of this task, by its id."),
                                flag("once", "Whether it ends with the first event; by default only with at_most."),
                                text("at_most", "You are woken after this time in any case, such as PT30M."),
                                text("end", "The id of a subscription that ends; leave out all others.")),
                        subscriptions::subscribe));
    }
}
