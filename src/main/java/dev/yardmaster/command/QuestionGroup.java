package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.QUERY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for the questions of agents. */
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

    private QuestionGroup() {}
}
