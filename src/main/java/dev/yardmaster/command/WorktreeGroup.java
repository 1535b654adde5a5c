package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for the worktrees of tasks. */
final class WorktreeGroup {
    static final CommandGroup GROUP = new CommandGroup(
            "worktree",
            "Shows the worktrees of tasks.",
            List.of(
                    ApiCommand.list("/api/worktrees", "Lists the worktrees, the oldest task first.")
                            .example("worktree list --project shop")
                            .query("--project", "PROJECT", "project", TEXT, "Worktrees of this project.")
                            .query("--state", "STATE", "state", TEXT, "creating, present, removing or removed.")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "TASK=task",
                                    "STATE=state",
                                    "BRANCH=branch",
                                    "CHECKPOINT=checkpoint",
                                    "PATH=path",
                                    "+BASE=base",
                                    "+HEAD=head",
                                    "?PROBLEM=problem")),
                    ApiCommand.of(
                                    "show",
                                    "GET /api/tasks/{id}/worktree",
                                    "Shows the worktree of a task with its checkpoints.")
                            .alias("get")
                            .example("worktree show 0199c2d1")));

    private WorktreeGroup() {}
}
