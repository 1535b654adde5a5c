package dev.yardmaster.command;

import static dev.yardmaster.command.CommandOption.Place.BODY;
import static dev.yardmaster.command.CommandOption.Place.QUERY;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.DURATION;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for tasks. */
final class TaskCommands {
    private static final List<CommandOption> FIELDS = List.of(
            option("--priority", "N", "priority", INTEGER, "From 1, the most urgent, to 5."),
            option("--role", "ROLE", "role", TEXT, "The role of the agent that does it."),
            option("--agent", "AGENT", "agent", TEXT, "The only agent that may do it."),
            option("--project", "PROJECT", "project", TEXT, "The project in which it is done."),
            option("--plan", "PLAN", "plan", TEXT, "The plan to which it belongs."),
            option("--requires", "TAG,…", "requires", WORDS, "The tags that the agent must have."),
            option("--tags", "TAG,…", "tags", WORDS, "The tags of the task, for lists."),
            option("--depends-on", "TASK,…", "dependsOn", WORDS, "The tasks that must be done before."),
            option("--provider", "PROVIDER", "provider", TEXT, "The provider of its sessions."),
            option("--executable", "NAME", "executable", TEXT, "The executable of its sessions."),
            option("--model", "MODEL", "model", TEXT, "The model of its sessions."),
            option("--acceptance", "TEXT", "acceptance", CONTENT, "How to recognize that it is done."),
            option("--timeout", "TIME", "timeout", DURATION, "How long a session may take, such as 2h."),
            option("--max-failures", "N", "maxFailures", INTEGER, "After this number of failures the task is given up."),
            option("--scheduled-for", "TIME", "scheduledFor", TIME, "Not before this time, such as +30m."));

    private static final List<CommandOption> FILTERS = List.of(
            query("--state", "STATE", "state", "open, running, review, done, failed or cancelled; several times for several states."),
            query("--agent", "AGENT", "agent", "Tasks of this agent."),
            query("--project", "PROJECT", "project", "Tasks of this project."),
            query("--plan", "PLAN", "plan", "Tasks of this plan."),
            query("--provider", "PROVIDER", "provider", "Tasks that ran or shall run on this provider."),
            query("--model", "MODEL", "model", "Tasks that ran or shall run on this model."),
            query("--tag", "TAG", "tag", "Tasks with this tag; several times for several tags."),
            query("--text", "WORDS", "text", "Tasks whose title or prompt contains these words."),
            query("--sort", "KEY", "sort", "The order, such as priority or -endedAt."),
            new CommandOption("--limit", "N", "limit", QUERY, INTEGER, "The most tasks of a request."),
            new CommandOption("--created-from", "TIME", "createdFrom", QUERY, TIME, "Created at or after this time."),
            new CommandOption("--created-to", "TIME", "createdTo", QUERY, TIME, "Created before this time."),
            new CommandOption("--ended-from", "TIME", "endedFrom", QUERY, TIME, "Ended at or after this time."),
            new CommandOption("--ended-to", "TIME", "endedTo", QUERY, TIME, "Ended before this time."));

    static final CommandGroup GROUP = new CommandGroup(
            "task",
            "Adds, shows, changes and ends tasks.",
            List.of(
                    ApiCommand.of("list", "GET /api/tasks", "Lists the tasks, the newest first.")
                            .alias("ls")
                            .fields(FILTERS)
                            .prints(View.rows(
                                    "ID=id", "STATE=state", "PRIO=priority", "ROLE=role", "TITLE=title", "+ATTEMPTS=attempts",
                                    "+PROVIDER=provider", "+MODEL=model", "+TAGS=tags", "+CREATED=createdAt", "+REASON=reason")),
                    ApiCommand.of("create", "POST /api/tasks", "Adds a task.")
                            .alias("add")
                            .positional("TITLE", "title", TEXT, "The title.")
                            .field("--prompt", "TEXT", "prompt", CONTENT, "What to do; @FILE or - for a file or the standard input.")
                            .fields(FIELDS),
                    ApiCommand.of("show", "GET /api/tasks/{id}", "Shows a task.").alias("get"),
                    ApiCommand.of("why", "GET /api/tasks/{id}/why", "Explains why a task waits, or what it ran on.")
                            .query("--agent", "AGENT", "agent", TEXT, "Explain it for this agent."),
                    ApiCommand.of("update", "PATCH /api/tasks/{id}", "Changes fields of an open task.")
                            .field("--title", "TITLE", "title", TEXT, "The new title.")
                            .field("--prompt", "TEXT", "prompt", CONTENT, "The new prompt.")
                            .fields(FIELDS),
                    ApiCommand.of("complete", "POST /api/tasks/{id}/complete", "Completes a task by hand.")
                            .field("--result", "TEXT", "result", CONTENT, "The result."),
                    ApiCommand.of("cancel", "POST /api/tasks/{id}/cancel", "Cancels a task, after its session has stopped."),
                    ApiCommand.of("reopen", "POST /api/tasks/{id}/reopen", "Reopens a task that has ended."),
                    ApiCommand.of("rm", "DELETE /api/tasks/{id}", "Deletes a task with its sessions and their logs.")
                            .alias("remove", "delete")));

    private TaskCommands() {}

    private static CommandOption option(String name, String label, String field, ValueType type, String description) {
        return new CommandOption(name, label, field, BODY, type, description);
    }

    private static CommandOption query(String name, String label, String parameter, String description) {
        return new CommandOption(name, label, parameter, QUERY, TEXT, description);
    }
}
