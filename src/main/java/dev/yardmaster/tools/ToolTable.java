package dev.yardmaster.tools;

import static dev.yardmaster.agent.Role.DIRECTOR;
import static dev.yardmaster.agent.Role.STEWARD;
import static dev.yardmaster.agent.Role.WORKER;
import static dev.yardmaster.tools.ToolArgument.flag;
import static dev.yardmaster.tools.ToolArgument.number;
import static dev.yardmaster.tools.ToolArgument.object;
import static dev.yardmaster.tools.ToolArgument.objects;
import static dev.yardmaster.tools.ToolArgument.oneOf;
import static dev.yardmaster.tools.ToolArgument.text;
import static dev.yardmaster.tools.ToolArgument.texts;

import dev.yardmaster.agent.Role;
import dev.yardmaster.inbox.MessageState;
import dev.yardmaster.subscription.SubscribedEvent;
import dev.yardmaster.task.TaskState;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All tools: which roles have them, what they take, and what handles them. The only place that names them. */
@Singleton
class ToolTable {
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);

    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Role::value).toList();
    private static final List<String> TASK_STATES =
            Arrays.stream(TaskState.values()).map(TaskState::value).toList();

    private static final List<String> MESSAGE_STATES =
            Arrays.stream(MessageState.values()).map(MessageState::value).toList();

    private static final ToolArgument TASK = text("task", "The id of the task; by default the one of your session.");
    private static final ToolArgument PLAN = text("plan", "The id or name of the plan.");
    /** The argument of tools that create something. */
    static final ToolArgument KEY = text(
            "key",
            "Any text that is new for each call. If you don't know whether a call has worked, repeat it with the same key"
                    + " and arguments: nothing is created twice.");

    private static final ToolArgument AFTER = text("after", "The 'next' of the previous page.");

    private static final String TASK_FIELDS =
            "acceptance (when it is done), priority (1, most urgent, to 5), role (director, worker or steward), agent (the"
                    + " only one that may get it), project, requires and tags (lists of texts), provider, executable, model,"
                    + " timeout (such as PT30M), maxFailures, scheduledFor, proposed (false accepts a proposal)";

    private final List<Tool> tools;

    ToolTable(
            TaskTools tasks,
            PlanTools plans,
            WorkTools work,
            DiscoveryTools discoveries,
            SubscriptionTools subscriptions,
            MailTools mail,
            AgentTools agents,
            ReviewTools reviews,
            AskTools questions) {
        tools = Stream.of(
                        reading(tasks),
                        changing(tasks),
                        plans(plans, subscriptions),
                        work(work, discoveries),
                        mail(mail),
                        agents(agents),
                        reviews(reviews),
                        asking(questions))
                .flatMap(List::stream)
                .toList();
    }

    List<Tool> all() {
        return tools;
    }

    List<Tool> of(Role role) {
        return tools.stream().filter(tool -> tool.roles().contains(role)).toList();
    }

    private static List<Tool> reading(TaskTools tasks) {
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

    private static List<Tool> changing(TaskTools tasks) {
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

    private static List<Tool> plans(PlanTools plans, SubscriptionTools subscriptions) {
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

    private static List<Tool> work(WorkTools work, DiscoveryTools discoveries) {
        return List.of(
                new Tool(
                        "progress",
                        EnumSet.of(WORKER),
                        true,
                        "Shows people how far your task is. Call it at each larger step.",
                        List.of(
                                text("text", "What is done and what comes next, in a sentence.")
                                        .needed(),
                                number("percent", 0, 100, "How much of the task is done.")),
                        work::progress),
                new Tool(
                        "task_finish",
                        EnumSet.of(WORKER),
                        true,
                        "Reports that your task is finished. Call it as your last step.",
                        List.of(
                                text("summary", "What you did, for people and for the tasks that depend on yours.")
                                        .needed(),
                                oneOf(
                                        "outcome",
                                        List.of("done", "needs_review", "nothing_to_do"),
                                        "done (the default), needs_review if a person should look at it, or nothing_to_do if"
                                                + " nothing had to be changed.")),
                        work::finish),
                new Tool(
                        "task_hand_off",
                        EnumSet.of(WORKER),
                        true,
                        "Gives your task to another agent, or to a later session, because you can't finish it.",
                        List.of(
                                text("note", "What is done, what is left, and why you can't do it.")
                                        .needed(),
                                text("to", "The name of an agent, or a role; by default any agent that may get it.")),
                        work::handOff),
                new Tool(
                        "task_discovered",
                        EnumSet.of(WORKER),
                        true,
                        "Proposes a task for work that you have found and that is not yours. The director of your plan, or a person, decides on it.",
                        List.of(
                                text("title", "A short title, up to 200 characters.")
                                        .needed(),
                                text("why", "What to do and why, for an agent that sees nothing else.")
                                        .needed(),
                                flag("blocking", "Whether your task can't be finished before it; by default false."),
                                KEY),
                        discoveries::propose));
    }

    private static List<Tool> mail(MailTools mail) {
        return List.of(
                new Tool(
                        "message_send",
                        ALL,
                        true,
                        "Sends a message to another agent, to all agents of a role, or to people. The call does not wait for an answer: it comes as"
                                + " a message.",
                        List.of(
                                text(
                                        "to",
                                        "The name of an agent, 'role:' and a role, or 'people'; by default the sender of the message that you"
                                                + " answer."),
                                text("text", "The message, up to 100,000 characters.")
                                        .needed(),
                                text("reply_to", "The id of the message that you answer."),
                                KEY),
                        mail::send),
                new Tool(
                        "message_list",
                        ALL,
                        false,
                        "Lists the messages to you, the oldest first.",
                        List.of(
                                oneOf(
                                        "state",
                                        MESSAGE_STATES,
                                        "Only messages in this state. A delivered one waits for message_ack."),
                                AFTER),
                        mail::list),
                new Tool(
                        "message_ack",
                        ALL,
                        true,
                        "Notes that you have dealt with a message, so that you are not told it again.",
                        List.of(text("message", "The id of the message.").needed()),
                        mail::acknowledge));
    }

    private static List<Tool> agents(AgentTools agents) {
        return List.of(new Tool(
                "agent_list",
                EnumSet.of(DIRECTOR, STEWARD),
                false,
                "Lists the agents: their roles, tags and states.",
                List.of(
                        oneOf("role", ROLES, "Only agents with this role."),
                        oneOf("state", List.of("busy", "idle", "disabled"), "Only agents in this state.")),
                agents::list));
    }

    private static List<Tool> reviews(ReviewTools reviews) {
        return List.of(
                new Tool(
                        "review_list",
                        EnumSet.of(STEWARD),
                        false,
                        "Lists the finished work that is not merged yet, and what it waits for.",
                        List.of(),
                        reviews::list),
                new Tool(
                        "review_diff",
                        EnumSet.of(STEWARD),
                        false,
                        "Shows what the work changes that your task asks you to judge.",
                        List.of(number("from", 0, 1_100_000, "The 'next' of the previous part.")),
                        reviews::diff),
                new Tool(
                        "review_merge",
                        EnumSet.of(STEWARD),
                        true,
                        "Approves the work that your task asks you to judge. The service then tests and merges it.",
                        List.of(text("comment", "What you have checked, for people.")),
                        reviews::merge),
                new Tool(
                        "review_reject",
                        EnumSet.of(STEWARD),
                        true,
                        "Sends the work back that your task asks you to judge.",
                        List.of(text("comment", "What is wrong, and how to correct it; the next agent reads it.")
                                .needed()),
                        reviews::reject));
    }

    private static List<Tool> asking(AskTools questions) {
        return List.of(new Tool(
                "ask",
                EnumSet.of(WORKER, STEWARD),
                true,
                "Asks a question that you can't answer yourself. One of your task's director and people, who are asked by default, answers it"
                        + " when they can.",
                List.of(
                        text("question", "The question, with all that is needed to answer it.")
                                .needed(),
                        text(
                                "to",
                                "The name of an agent, 'people', or 'person:' and a name; by default your task's director, else people."),
                        flag(
                                "blocking",
                                "true if you can't go on without the answer: then end your turn, and your task waits. By default you go on."),
                        texts("options", "Suggested answers."),
                        text(
                                "deadline",
                                "How long the answer is needed, such as PT30M, or until when; by default for ever."),
                        text("default", "What counts as the answer after the deadline.")),
                questions::ask));
    }
}
