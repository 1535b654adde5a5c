package dev.yardmaster.command;

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

/** The commands for what restricts and configures the work: pools, limits, the dispatcher, projects, providers and executables. */
final class WorkspaceCommands {
    static final CommandGroup LIMITS = new CommandGroup(
            "limits",
            "Shows, reports and clears the limits of executables.",
            List.of(
                    ApiCommand.of("list", "GET /api/limits", "Lists the limits.")
                            .alias("ls")
                            .query("--history", "", "history", FLAG, "Also those that are over.")
                            .prints(View.rows(
                                    "EXECUTABLE=executable", "WINDOW=window", "MODEL=model", "UNTIL=blockedUntil", "SOURCE=source",
                                    "+PROVIDER=provider", "+CONFIDENCE=confidence", "+REPORTED=reportedAt", "+TEXT=text", "+ID=id")),
                    ApiCommand.of("show", "GET /api/limits/{id}", "Shows a limit.").alias("get"),
                    ApiCommand.of("report", "POST /api/limits", "Reports a limit by hand.")
                            .positional("EXECUTABLE", "executable", TEXT, "The limited executable.")
                            .field("--model", "MODEL", "model", TEXT, "Only this model is limited.")
                            .field("--window", "WINDOW", "window", TEXT, "The window, such as five_hour.")
                            .field("--until", "TIME", "blockedUntil", TIME, "When the limit resets.")
                            .field("--for", "TIME", "for", DURATION, "How long the limit lasts, such as 2h.")
                            .field("--text", "TEXT", "text", TEXT, "The words of the provider."),
                    ApiCommand.of("clear", "DELETE /api/limits/{id}", "Clears a limit, so that new sessions can start immediately.")));

    static final CommandGroup DISPATCHER = new CommandGroup(
            "dispatcher",
            "Shows, pauses and resumes the dispatcher.",
            List.of(
                    ApiCommand.of("status", "GET /api/dispatcher", "Shows the status of the dispatcher."),
                    ApiCommand.of("pause", "POST /api/dispatcher/pause", "Pauses the dispatcher.")
                            .field("--for", "TIME", "for", DURATION, "How long, such as 30m.")
                            .field("--until", "TIME", "until", TIME, "Until when.")
                            .field("--reason", "TEXT", "reason", TEXT, "Why, for others."),
                    ApiCommand.of("resume", "POST /api/dispatcher/resume", "Ends the pause of the dispatcher.")));

    private static final List<CommandOption> PROJECT_FIELDS = ApiCommand.of("", "POST /", "")
            .field("--base-branch", "BRANCH", "baseBranch", TEXT, "The branch into which work is merged.")
            .field("--provider", "PROVIDER", "agentProvider", TEXT, "The provider of its agents.")
            .field("--runtime", "RUNTIME", "agentRuntime", TEXT, "The runtime of its agents, such as codex.")
            .field("--models", "PROVIDER=MODEL", "models", MAP, "The model for a provider; several times for several.")
            .field("--fallback-chain", "NAME,…", "fallbackChain", WORDS, "The executables to go on with at a limit, in this order.")
            .field("--mcp-servers", "JSON", "mcpServers", JSON, "The MCP servers by name; @FILE for the content of a file.")
            .field("--instructions", "TEXT", "instructions", CONTENT, "What agents are told in each session; @FILE for the content of a file.")
            .field("--test-command", "COMMAND", "testCommand", TEXT, "The command that tests the project.")
            .options();

    static final CommandGroup PROJECTS = new CommandGroup(
            "project",
            "Adds, shows and changes projects.",
            List.of(
                    ApiCommand.of("list", "GET /api/projects", "Lists the projects by name.")
                            .alias("ls")
                            .prints(View.rows("NAME=name", "PATH=path", "BRANCH=baseBranch", "PROVIDER=agentProvider", "+ID=id")),
                    ApiCommand.of("add", "POST /api/projects", "Adds a project.")
                            .alias("create")
                            .positional("NAME", "name", TEXT, "The name.")
                            .positional("PATH", "path", TEXT, "The directory of the repository.")
                            .fields(PROJECT_FIELDS),
                    ApiCommand.of("show", "GET /api/projects/{project}", "Shows a project.").alias("get"),
                    ApiCommand.of("update", "PATCH /api/projects/{project}", "Changes fields of a project.")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .field("--path", "PATH", "path", TEXT, "The new directory.")
                            .fields(PROJECT_FIELDS),
                    ApiCommand.of("rm", "DELETE /api/projects/{project}", "Removes a project that is not in use.")
                            .alias("remove", "delete")));

    static final CommandGroup EXECUTABLES = new CommandGroup(
            "executable",
            "Adds, shows and removes executables of providers.",
            List.of(
                    ApiCommand.of("list", "GET /api/executables", "Lists the executables by name.")
                            .alias("ls")
                            .prints(View.rows("NAME=name", "PROVIDER=provider", "STATE=health/state", "VERSION=health/version", "+PATH=path", "+SOURCE=source")),
                    ApiCommand.of("show", "GET /api/executables/{name}", "Shows an executable.").alias("get"),
                    ApiCommand.of("set", "PUT /api/executables/{name}", "Adds or replaces an executable.")
                            .alias("add")
                            .field("--provider", "PROVIDER", "provider", TEXT, "The provider.")
                            .field("--path", "PATH", "path", TEXT, "The program.")
                            .field("--arguments", "ARG,…", "arguments", WORDS, "Arguments that precede those of Yardmaster.")
                            .field("--environment", "JSON", "environment", JSON, "Variables; {\"NAME\": {\"secret\": \"…\"}} for a secret; @FILE or -.")
                            .field("--mode", "MODE", "mode", TEXT, "bidirectional or one-shot."),
                    ApiCommand.of("rm", "DELETE /api/executables/{name}", "Removes a stored executable that is not in use.")
                            .alias("remove", "delete")));

    private static final List<CommandOption> POOL_FIELDS = ApiCommand.of("", "POST /", "")
            .field("--size", "N", "size", INTEGER, "How many sessions at once.")
            .field("--enabled", "", "enabled", FLAG, "--enabled=false for a pool that restricts nothing.")
            .options();

    static final CommandGroup POOLS = new CommandGroup(
            "pool",
            "Adds, shows and changes pools.",
            List.of(
                    ApiCommand.of("list", "GET /api/pools", "Lists the pools by name.")
                            .alias("ls")
                            .prints(View.rows("NAME=name", "SIZE=size", "USED=used", "ENABLED=enabled", "+ENTRIES=entries", "+ID=id")),
                    ApiCommand.of("create", "POST /api/pools", "Adds a pool.")
                            .alias("add")
                            .positional("NAME", "name", TEXT, "The name.")
                            .fields(POOL_FIELDS)
                            .field("-t", "ENTRY", "entries", WORDS, "An entry role:mode:priority:slots:provider:model; several times for several."),
                    ApiCommand.of("show", "GET /api/pools/{pool}", "Shows a pool and its occupied slots.").alias("get"),
                    ApiCommand.of("update", "PATCH /api/pools/{pool}", "Changes fields of a pool.")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .fields(POOL_FIELDS)
                            .field("-t", "ENTRY", "entries", WORDS, "An entry; all of them are replaced."),
                    ApiCommand.of("rm", "DELETE /api/pools/{pool}", "Removes a pool.").alias("remove", "delete")));

    private WorkspaceCommands() {}
}
