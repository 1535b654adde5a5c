package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.QUERY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for the questions of agents, and for what else needs people. */
final class QuestionGroup {
    private static final View LIST = View.pages(
            "ID=id",
            "FROM=agentName",
            "TO=to/name",
            "STATE=state",
            "BLOCKING=blocking",
            "CREATED=createdAt",
            "QUESTION=text",
            "+TASK=task",
            "+DEADLINE=deadline",
            "+ANSWER=answer");

    static final CommandGroup GROUP = new CommandGroup(
            "question",
            "Shows and answers the questions of agents.",
            List.of(
                    ApiCommand.list("/api/questions", "Lists the questions, the newest first.")
                            .example("question list --state open")
                            .with(option(
                                    "--state",
                                    "STATE…",
                                    "state",
                                    QUERY,
                                    TEXT,
                                    "open, answered, expired or withdrawn; can be repeated."))
                            .query("--agent", "AGENT", "agent", TEXT, "Questions that this agent asks.")
                            .query("--task", "TASK", "task", TEXT, "Questions of this task.")
                            .query("--id", "PREFIX", "id", TEXT, "Questions whose id begins so.")
                            .query("--sort", "ORDER", "sort", TEXT, "-created or created.")
                            .with(Argument.LIMIT)
                            .prints(LIST),
                    ApiCommand.show("/api/questions/{id}", "Shows a question.").example("question show 0199c2d1"),
                    ApiCommand.of("answer", "POST /api/questions/{id}/answer", "Answers an open question.")
                            .example("question answer 0199c2d1 'Use the second one'")
                            .positional(
                                    "ANSWER",
                                    "answer",
                                    CONTENT,
                                    "The answer; @FILE or - for a file or the standard input."),
                    ApiCommand.of(
                                    "withdraw",
                                    "DELETE /api/questions/{id}",
                                    "Withdraws an open question: its agent decides itself.")
                            .alias("rm", "remove", "delete")
                            .example("question withdraw 0199c2d1 --yes")));

    static final CommandGroup NEEDS = new CommandGroup(
            "needs-you",
            "Shows what waits for a person: questions, failures, reviews and more.",
            List.of(
                    ApiCommand.list("/api/needs-you", "Lists what waits for a person, the newest first.")
                            .example("needs-you list --kind question")
                            .with(option(
                                    "--kind",
                                    "KIND…",
                                    "kind",
                                    QUERY,
                                    TEXT,
                                    "A kind, such as question; can be repeated."))
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id", "SINCE=since", "TITLE=title", "NEXT=next/command", "+DETAIL=detail")),
                    ApiCommand.of("count", "GET /api/needs-you/count", "Counts what waits for a person.")
                            .example("needs-you count"),
                    ApiCommand.of("dismiss", "POST /api/needs-you/{id}/dismiss", "Hides something until it changes.")
                            .example("needs-you dismiss task_failed:0199c2d1-7a3e-7cc2-9d41-2f6b8a5e1c30")));

    private QuestionGroup() {}
}
