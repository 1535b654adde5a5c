package dev.yardmaster.tools;

import static dev.yardmaster.agent.Role.DIRECTOR;
import static dev.yardmaster.agent.Role.STEWARD;
import static dev.yardmaster.agent.Role.WORKER;
import static dev.yardmaster.tools.CommonArguments.AFTER;
import static dev.yardmaster.tools.CommonArguments.ALL;
import static dev.yardmaster.tools.CommonArguments.KEY;
import static dev.yardmaster.tools.CommonArguments.ROLES;
import static dev.yardmaster.tools.ToolArgument.flag;
import static dev.yardmaster.tools.ToolArgument.number;
import static dev.yardmaster.tools.ToolArgument.oneOf;
import static dev.yardmaster.tools.ToolArgument.text;
import static dev.yardmaster.tools.ToolArgument.texts;

import dev.yardmaster.inbox.MessageState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** The part of the {@link ToolTable} with which agents report on their work, talk, and judge the work of others. */
final class CrewToolTable {
    private static final List<String> MESSAGE_STATES =
            Arrays.stream(MessageState.values()).map(MessageState::value).toList();

    private CrewToolTable() {}

    static List<Tool> work(WorkTools work, DiscoveryTools discoveries) {
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

    static List<Tool> mail(MailTools mail) {
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

    static List<Tool> agents(AgentTools agents) {
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

    static List<Tool> reviews(ReviewTools reviews) {
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

    static List<Tool> asking(AskTools questions) {
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
