package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.BODY;
import static dev.yardmaster.command.Argument.Place.QUERY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.DURATION;
import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for tasks. */
final class TaskGroup {
    private static final List<Argument> FIELDS = List.of(
            option("--priority", "N", "priority", BODY, INTEGER, "From 1 (the most urgent) to 5."),
            option("-r,--role", "ROLE", "role", BODY, TEXT, "The role of the agent."),
            option("--agent", "AGENT", "agent", BODY, TEXT, "Reserve the task for this agent."),
            option("--project", "PROJECT", "project", BODY, TEXT, "The project of the task."),
            option("--plan", "PLAN", "plan", BODY, TEXT, "The plan of the task."),
            option("--requires", "TAG,…", "requires", BODY, WORDS, "The tags that the agent must have."),
            option("--tags", "TAG,…", "tags", BODY, WORDS, "The tags of the task, for lists."),
            option("--depends-on", "TASK,…", "dependsOn", BODY, WORDS, "The tasks that must be done before this one."),
            option("--provider", "PROVIDER", "provider", BODY, TEXT, "The provider of its sessions."),
            option("--executable", "EXECUTABLE", "executable", BODY, TEXT, "The executable of its sessions."),
            option("--model", "MODEL", "model", BODY, TEXT, "The model of its sessions."),
            option(
                    "--acceptance",
                    "TEXT",
                    "acceptance",
                    BODY,
                    CONTENT,
                    "The criteria for a finished task; @FILE for those in a file."),
            option("--timeout", "DURATION", "timeout", BODY, DURATION, "The longest time of a session, such as 2h."),
            option(
                    "--max-failures",
                    "N",
                    "maxFailures",
                    BODY,
                    INTEGER,
                    "The number of failures after which the task fails."),
            option("--scheduled-for", "TIME", "scheduledFor", BODY, TIME, "The earliest start, such as +30m."),
            option("--proposed", "", "proposed", BODY, FLAG, "A proposal: false accepts it, so that it can start."));

    private static final List<Argument> FILTERS = List.of(
            option(
                    "--state",
                    "STATE…",
                    "state",
                    QUERY,
                    TEXT,
                    "open, running, review, done, failed or cancelled; can be repeated."),
            option("--agent", "AGENT", "agent", QUERY, TEXT, "Tasks of this agent."),
            option("--project", "PROJECT", "project", QUERY, TEXT, "Tasks of this project."),
            option("--plan", "PLAN", "plan", QUERY, TEXT, "Tasks of this plan."),
            option("--provider", "PROVIDER", "provider", QUERY, TEXT, "Tasks that name this provider."),
            option("--model", "MODEL", "model", QUERY, TEXT, "Tasks that name this model."),
            option(
                    "--tag",
                    "TAG…",
                    "tag",
                    QUERY,
                    TEXT,
                    "Tasks with this tag; can be repeated for tasks with all tags."),
            option("--text", "WORDS", "text", QUERY, TEXT, "Tasks with these words in the title or the prompt."),
            option("--id", "PREFIX", "id", QUERY, TEXT, "Tasks whose id begins so."),
            option("--sort", "ORDER", "sort", QUERY, TEXT, "-created, created, priority, -priority, -ended or ended."),
            option("--created-from", "TIME", "createdFrom", QUERY, TIME, "Created at or after this time, such as -1d."),
            option("--created-to", "TIME", "createdTo", QUERY, TIME, "Created before this time."),
            option("--ended-from", "TIME", "endedFrom", QUERY, TIME, "Ended at or after this time."),
            option("--ended-to", "TIME", "endedTo", QUERY, TIME, "Ended before this time."),
            Argument.LIMIT);

    private static final View RESULTS =
            View.list("items", "INDEX=index", "ID=id", "STATUS=status", "CODE=problem/code", "DETAIL=problem/detail");

    static final CommandGroup GROUP = new CommandGroup(
            "task",
            "Adds, shows, changes and ends tasks.",
            List.of(
                    ApiCommand.list("/api/tasks", "Lists the tasks, the newest first.")
                            .example("task list --state open --state running")
                            .example("task list --text login --created-from -1d")
                            .with(FILTERS)
                            .prints(View.pages(
                                    "ID=id",
                                    "STATE=state",
                                    "PRIO=priority",
                                    "ROLE=role",
                                    "TITLE=title",
                                    "+ATTEMPTS=attempts",
                                    "+PROVIDER=provider",
                                    "+MODEL=model",
                                    "+TAGS=tags",
                                    "+CREATED=createdAt",
                                    "+REASON=reason")),
                    ApiCommand.of("create", "POST /api/tasks", "Adds a task.")
                            .alias("add")
                            .example("task create 'Fix the login' --prompt @login.md --role worker")
                            .example("task create 'Upgrade the JDK' --scheduled-for +2h")
                            .positional("TITLE", "title", TEXT, "The title.")
                            .field(
                                    "-p,--prompt",
                                    "TEXT",
                                    "prompt",
                                    CONTENT,
                                    "The prompt; by default the title; @FILE or - for a file or the standard input.")
                            .defaultsTo("prompt", "title")
                            .with(FIELDS),
                    ApiCommand.show("/api/tasks/{id}", "Shows a task.").example("task show 0199c2d1"),
                    ApiCommand.of("why", "GET /api/tasks/{id}/why", "Explains why a task waits, or on what it ran.")
                            .example("task why 0199c2d1 --agent e-worker-1")
                            .query("--agent", "AGENT", "agent", TEXT, "Explain it for this agent."),
                    ApiCommand.of("update", "PATCH /api/tasks/{id}", "Changes a task.")
                            .example("task update 0199c2d1 --priority 1 --unset model")
                            .field("--title", "TITLE", "title", TEXT, "The new title.")
                            .field("-p,--prompt", "TEXT", "prompt", CONTENT, "The new prompt.")
                            .with(FIELDS),
                    ApiCommand.of("complete", "POST /api/tasks/{id}/complete", "Completes a task.")
                            .alias("done")
                            .example("task complete 0199c2d1 --result 'Fixed by hand'")
                            .field("--result", "TEXT", "result", CONTENT, "The result."),
                    ApiCommand.of("cancel", "POST /api/tasks/{id}/cancel", "Cancels a task and stops its session.")
                            .example("task cancel 0199c2d1"),
                    ApiCommand.of("reopen", "POST /api/tasks/{id}/reopen", "Reopens a task that has ended.")
                            .example("task reopen 0199c2d1"),
                    ApiCommand.of("diff", "GET /api/tasks/{id}/diff", "Prints what a task has changed in its worktree.")
                            .example("task diff 0199c2d1")
                            .prints(new View.Text()),
                    ApiCommand.of(
                                    "restore",
                                    "POST /api/tasks/{id}/restore",
                                    "Restores the worktree of a task, or the files of a checkpoint.")
                            .example("task restore 0199c2d1 --checkpoint 3")
                            .field("--checkpoint", "N", "checkpoint", INTEGER, "The number of the checkpoint."),
                    ApiCommand.remove("/api/tasks/{id}", "Deletes a task with its sessions and their logs.")
                            .example("task rm 0199c2d1 --yes"),
                    ApiCommand.of("import", "POST /api/tasks/bulk", "Adds the tasks of a JSON array.")
                            .example("task import @tasks.json")
                            .positional(
                                    "JSON", "tasks", JSON, "The tasks; @FILE or - for a file or the standard input.")
                            .prints(RESULTS),
                    ApiCommand.of("cancel-all", "POST /api/tasks/bulk/cancel", "Cancels several tasks.")
                            .example("task cancel-all $(yardmaster task list --tag nightly -q)")
                            .positional("TASK…", "ids", WORDS, "The ids of the tasks.")
                            .prints(RESULTS),
                    ApiCommand.of("reopen-all", "POST /api/tasks/bulk/reopen", "Reopens several tasks.")
                            .example("task reopen-all $(yardmaster task list --state failed -q)")
                            .positional("TASK…", "ids", WORDS, "The ids of the tasks.")
                            .prints(RESULTS),
                    ApiCommand.of(
                                    "prioritize",
                                    "POST /api/tasks/bulk/priority",
                                    "Changes the priority of several tasks.")
                            .example("task prioritize 1 $(yardmaster task list --tag urgent -q)")
                            .positional("PRIORITY", "priority", INTEGER, "From 1 (the most urgent) to 5.")
                            .positional("TASK…", "ids", WORDS, "The ids of the tasks.")
                            .prints(RESULTS)));

    private TaskGroup() {}
}
