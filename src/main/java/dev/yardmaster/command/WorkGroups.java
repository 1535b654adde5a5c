package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.BODY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.DURATION;
import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.MAP;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for the work and its order: plans, projects, pools, limits and the dispatcher. */
final class WorkGroups {
    static final CommandGroup PLANS = new CommandGroup(
            "plan",
            "Adds, shows and ends plans.",
            List.of(
                    ApiCommand.list("/api/plans", "Lists the plans by name.")
                            .example("plan list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "STATE=state",
                                    "TASKS=tasks",
                                    "DONE%=progress/percent",
                                    "CREATED=createdAt",
                                    "+DUE=dueAt",
                                    "+ENDED=endedAt",
                                    "+UPDATED=updatedAt",
                                    "+ID=id")),
                    ApiCommand.of("create", "POST /api/plans", "Adds a plan with its tasks.")
                            .alias("add")
                            .example("plan create release-2 --tasks @tasks.json")
                            .positional("NAME", "name", TEXT, "The name.")
                            .field("--state", "STATE", "state", TEXT, "draft or active.")
                            .field(
                                    "--tasks",
                                    "JSON",
                                    "tasks",
                                    JSON,
                                    "An array of tasks; @FILE or - for a file or the standard input.")
                            .field("--deadline", "TIME", "deadline", TIME, "When the time of the plan is over.")
                            .field("--time-limit", "DURATION", "timeLimit", DURATION, "The time after its activation."),
                    ApiCommand.of("apply", "PUT /api/plans/{plan}", "Adds a plan, or changes it to have these tasks.")
                            .example("plan apply release-2 --tasks @tasks.json --dry-run")
                            .field("--state", "STATE", "state", TEXT, "draft, or active to release the tasks.")
                            .field(
                                    "--tasks",
                                    "JSON",
                                    "tasks",
                                    JSON,
                                    "An array of all tasks; @FILE or - for a file or the standard input.")
                            .field("--deadline", "TIME", "deadline", TIME, "When the time of the plan is over.")
                            .field("--time-limit", "DURATION", "timeLimit", DURATION, "The time after its activation.")
                            .query("--dry-run", "", "dryRun", FLAG, "Show what would change, and change nothing."),
                    ApiCommand.of("update", "PATCH /api/plans/{plan}", "Changes the time of a plan.")
                            .alias("edit")
                            .example("plan update release-2 --deadline +8h")
                            .field("--deadline", "TIME", "deadline", TIME, "When the time of the plan is over.")
                            .field("--time-limit", "DURATION", "timeLimit", DURATION, "The time after its activation."),
                    ApiCommand.show("/api/plans/{plan}", "Shows a plan.").example("plan show release-2"),
                    ApiCommand.of("activate", "POST /api/plans/{plan}/activate", "Releases the tasks of a draft.")
                            .example("plan activate release-2"),
                    ApiCommand.of("cancel", "POST /api/plans/{plan}/cancel", "Cancels a plan and its open tasks.")
                            .example("plan cancel release-2"),
                    ApiCommand.remove("/api/plans/{plan}", "Removes a plan.").example("plan rm release-2 --yes")));

    private static final List<Argument> PROJECT_FIELDS = List.of(
            option("--base-branch", "BRANCH", "baseBranch", BODY, TEXT, "The branch that work is merged into."),
            option("--provider", "PROVIDER", "agentProvider", BODY, TEXT, "The provider of its agents."),
            option("--runtime", "RUNTIME", "agentRuntime", BODY, TEXT, "The runtime of its agents, such as codex."),
            option("--models", "PROVIDER=MODEL…", "models", BODY, MAP, "The model for a provider; can be repeated."),
            option(
                    "--fallback-chain",
                    "EXECUTABLE,…",
                    "fallbackChain",
                    BODY,
                    WORDS,
                    "The executables that work moves to at a limit, in order."),
            option(
                    "--mcp-servers",
                    "JSON",
                    "mcpServers",
                    BODY,
                    JSON,
                    "The MCP servers by name; @FILE for those in a file."),
            option(
                    "--instructions",
                    "TEXT",
                    "instructions",
                    BODY,
                    CONTENT,
                    "Instructions for each session; @FILE for those in a file."),
            option("--test-command", "COMMAND", "testCommand", BODY, TEXT, "The command that tests the project."),
            option(
                    "--setup-command",
                    "COMMAND",
                    "setupCommand",
                    BODY,
                    TEXT,
                    "The command that runs in each new worktree."),
            option(
                    "--teardown-command",
                    "COMMAND",
                    "teardownCommand",
                    BODY,
                    TEXT,
                    "The command that runs in a worktree before it is removed."),
            option(
                    "--worktrees",
                    "true|false",
                    "worktrees",
                    BODY,
                    FLAG,
                    "Whether each task gets a worktree of its own."),
            option(
                    "--merge",
                    "MODE",
                    "merge",
                    BODY,
                    TEXT,
                    "What becomes of finished work: none, auto (it is merged) or review (a person approves it)."),
            option(
                    "--test-timeout",
                    "DURATION",
                    "testTimeout",
                    BODY,
                    DURATION,
                    "The longest time of the test command before a merge, such as 30m."),
            option("--review-by", "WHO", "reviewBy", BODY, TEXT, "Which stewards review work: any or other-provider."));

    static final CommandGroup PROJECTS = new CommandGroup(
            "project",
            "Adds, shows and changes projects.",
            List.of(
                    ApiCommand.list("/api/projects", "Lists the projects by name.")
                            .example("project list")
                            .prints(View.pages(
                                    "NAME=name", "PATH=path", "BRANCH=baseBranch", "PROVIDER=agentProvider", "+ID=id")),
                    ApiCommand.of("add", "POST /api/projects", "Adds a project.")
                            .alias("create")
                            .example("project add shop /srv/shop --provider codex")
                            .positional("NAME", "name", TEXT, "The name.")
                            .positional(
                                    "PATH",
                                    "path",
                                    TEXT,
                                    "The absolute path of the repository on the machine of the service.")
                            .with(PROJECT_FIELDS),
                    ApiCommand.show("/api/projects/{project}", "Shows a project.")
                            .example("project show shop"),
                    ApiCommand.of("update", "PATCH /api/projects/{project}", "Changes a project.")
                            .example("project update shop --models codex=gpt-5.1-codex --unset testCommand")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .field("--path", "PATH", "path", TEXT, "The new path.")
                            .with(PROJECT_FIELDS),
                    ApiCommand.remove("/api/projects/{project}", "Removes a project that is not in use.")
                            .example("project rm shop --yes")));

    private static final List<Argument> POOL_FIELDS = List.of(
            option("-s,--size", "N", "size", BODY, INTEGER, "The most sessions at the same time."),
            option("--enabled", "", "enabled", BODY, FLAG, "Whether the pool limits sessions."),
            option(
                    "-t,--agentType,--agent-type",
                    "ENTRY…",
                    "entries",
                    BODY,
                    WORDS,
                    "An entry role:mode:priority:slots:provider:model; can be repeated."));

    static final CommandGroup POOLS = new CommandGroup(
            "pool",
            "Adds, shows and changes pools.",
            List.of(
                    ApiCommand.list("/api/pools", "Lists the pools by name.")
                            .example("pool list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "SIZE=size",
                                    "USED=used",
                                    "ENABLED=enabled",
                                    "+ENTRIES=entries",
                                    "+ID=id")),
                    ApiCommand.of("create", "POST /api/pools", "Adds a pool.")
                            .alias("add")
                            .example(
                                    "pool create multi-model --size 6 -t worker:ephemeral:100:3:claude-code:claude-sonnet-4-20250514"
                                            + " -t worker:ephemeral:80:3:opencode")
                            .positional("NAME", "name", TEXT, "The name.")
                            .with(POOL_FIELDS),
                    ApiCommand.of("show", "GET /api/pools/{pool}", "Shows a pool and its used slots.")
                            .alias("get", "status")
                            .example("pool show multi-model"),
                    ApiCommand.of(
                                    "update",
                                    "PATCH /api/pools/{pool}",
                                    "Changes a pool. New entries replace the old ones.")
                            .example("pool update multi-model --size 8")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .with(POOL_FIELDS),
                    ApiCommand.remove("/api/pools/{pool}", "Removes a pool.").example("pool rm multi-model --yes")));

    static final CommandGroup LIMITS = new CommandGroup(
            "limits",
            "Shows, reports and clears the limits of executables.",
            List.of(
                    ApiCommand.list("/api/limits", "Lists the limits.")
                            .example("limits list")
                            .example("limits list --history")
                            .query("--history", "", "history", FLAG, "Also limits that have ended.")
                            .prints(View.pages(
                                    "ID=id",
                                    "EXECUTABLE=executable",
                                    "MODEL=model",
                                    "WINDOW=window",
                                    "UNTIL=blockedUntil",
                                    "SOURCE=source",
                                    "+PROVIDER=provider",
                                    "+CONFIDENCE=confidence",
                                    "+REPORTED=reportedAt",
                                    "+TEXT=text")),
                    ApiCommand.show("/api/limits/{id}", "Shows a limit.").example("limits show 0199c2d1"),
                    ApiCommand.of("report", "POST /api/limits", "Reports a limit.")
                            .alias("set")
                            .example("limits report codex --for 2h")
                            .positional("EXECUTABLE", "executable", TEXT, "The limited executable.")
                            .field("--model", "MODEL", "model", TEXT, "The limited model; by default all models.")
                            .field("--window", "WINDOW", "window", TEXT, "The window, such as five_hour.")
                            .field("--until", "TIME", "blockedUntil", TIME, "The reset.")
                            .field("--for", "DURATION", "for", DURATION, "The time until the reset, such as 2h.")
                            .field("--text", "TEXT", "text", TEXT, "The message of the provider."),
                    ApiCommand.of("clear", "DELETE /api/limits/{id}", "Clears a limit, so that new sessions can start.")
                            .alias("rm", "remove", "delete")
                            .example("limits clear 0199c2d1 --yes")));

    static final CommandGroup DISPATCHER = new CommandGroup(
            "dispatcher",
            "Shows, pauses and resumes the dispatcher.",
            List.of(
                    ApiCommand.of("status", "GET /api/dispatcher", "Shows the state of the dispatcher.")
                            .example("dispatcher status"),
                    ApiCommand.of(
                                    "pause",
                                    "POST /api/dispatcher/pause",
                                    "Pauses the dispatcher. Running sessions continue.")
                            .example("dispatcher pause --for 30m --reason 'Upgrade'")
                            .field("--for", "DURATION", "for", DURATION, "The length of the pause, such as 30m.")
                            .field("--until", "TIME", "until", TIME, "The end of the pause.")
                            .field("--reason", "TEXT", "reason", TEXT, "The reason that others see."),
                    ApiCommand.of("resume", "POST /api/dispatcher/resume", "Ends the pause of the dispatcher.")
                            .example("dispatcher resume")));

    private WorkGroups() {}
}
