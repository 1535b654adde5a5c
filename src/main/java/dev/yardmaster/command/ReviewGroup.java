package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for the reviews of finished work. */
final class ReviewGroup {
    static final CommandGroup GROUP = new CommandGroup(
            "review",
            "Shows and decides the reviews of finished work.",
            List.of(
                    ApiCommand.list("/api/reviews", "Lists the reviews, the newest first.")
                            .example("review list --project shop --state waiting")
                            .query("--project", "PROJECT", "project", TEXT, "Reviews of this project.")
                            .query("--task", "TASK", "task", TEXT, "Reviews of this task, by its whole id.")
                            .query(
                                    "--state",
                                    "STATE",
                                    "state",
                                    TEXT,
                                    "new, waiting, approved, merging, merged, unchanged, rejected or withdrawn.")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id",
                                    "STATE=state",
                                    "TASK=task",
                                    "TITLE=title",
                                    "AUTHOR=author",
                                    "FILES=files",
                                    "WAITS=waitsFor",
                                    "+COMMIT=commit",
                                    "+REASON=reason",
                                    "+CREATED=createdAt")),
                    ApiCommand.show("/api/reviews/{id}", "Shows a review with its evidence, and what it waits for.")
                            .example("review show 0199c2d1"),
                    ApiCommand.of("diff", "GET /api/reviews/{id}/diff", "Prints what the work changes.")
                            .example("review diff 0199c2d1")
                            .prints(new View.Text()),
                    ApiCommand.of("output", "GET /api/reviews/{id}/output", "Prints the output of the last test.")
                            .example("review output 0199c2d1")
                            .prints(new View.Text()),
                    ApiCommand.of("approve", "POST /api/reviews/{id}/approve", "Approves work; it is then merged.")
                            .example("review approve 0199c2d1")
                            .field("--comment", "TEXT", "comment", CONTENT, "A comment for others."),
                    ApiCommand.of("reject", "POST /api/reviews/{id}/reject", "Sends work back to an agent.")
                            .example("review reject 0199c2d1 'The error message names no remedy.'")
                            .positional("COMMENT", "comment", CONTENT, "What is wrong; the agent reads it."),
                    ApiCommand.of("retry", "POST /api/reviews/{id}/retry", "Tries again to merge work.")
                            .example("review retry 0199c2d1")));

    private ReviewGroup() {}
}
