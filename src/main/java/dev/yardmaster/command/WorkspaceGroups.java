package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.DECIMAL;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.SETTINGS;
import static dev.yardmaster.command.ValueType.SETTING_NAMES;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;
import static dev.yardmaster.command.ValueType.WORDS;

import dev.yardmaster.command.Argument.Place;
import java.util.List;
import java.util.stream.Stream;

/** The commands for the workspace: providers, executables, settings, budgets and usage. */
final class WorkspaceGroups {
    static final CommandGroup PROVIDERS = new CommandGroup(
            "provider",
            "Shows providers and checks that their executables work.",
            List.of(
                    ApiCommand.list("/api/providers", "Lists the providers.")
                            .example("provider list")
                            .prints(View.list(
                                    "items",
                                    "ID=id",
                                    "NAME=displayName",
                                    "RUNTIME=runtime",
                                    "ALIASES=aliases",
                                    "+INSTALL=installHint")),
                    ApiCommand.show("/api/providers/{id}", "Shows a provider.").example("provider show codex"),
                    ApiCommand.of(
                                    "verify",
                                    "POST /api/providers/{id}/verify",
                                    "Checks that the executables of a provider work.")
                            .example("provider verify codex")
                            .query("--executable", "EXECUTABLE", "executable", TEXT, "Only this executable.")
                            .prints(View.list(
                                    "items",
                                    "NAME=name",
                                    "STATE=health/state",
                                    "VERSION=health/version",
                                    "MESSAGE=health/message",
                                    "+PATH=path")),
                    ApiCommand.of("models", "GET /api/providers/{id}/models", "Lists the models of a provider.")
                            .example("provider models opencode -q")
                            .query("--executable", "EXECUTABLE", "executable", TEXT, "The executable that lists them.")
                            .prints(View.list(
                                    "models", "MODEL=id", "NAME=name", "ALIAS_OF=resolvesTo", "PREFERRED=preferred"))));

    static final CommandGroup EXECUTABLES = new CommandGroup(
            "executable",
            "Adds, shows and removes executables of providers.",
            List.of(
                    ApiCommand.list("/api/executables", "Lists the executables by name.")
                            .example("executable list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "PROVIDER=provider",
                                    "STATE=health/state",
                                    "VERSION=health/version",
                                    "+PATH=path",
                                    "+SOURCE=source",
                                    "+PROBLEM=problem")),
                    ApiCommand.show("/api/executables/{name}", "Shows an executable.")
                            .example("executable show codex"),
                    ApiCommand.of("set", "PUT /api/executables/{name}", "Adds or replaces an executable.")
                            .alias("add")
                            .example("executable set codex-work --provider codex --path /opt/codex/bin/codex")
                            .field("--provider", "PROVIDER", "provider", TEXT, "The provider.")
                            .field(
                                    "--path",
                                    "PATH",
                                    "path",
                                    TEXT,
                                    "The program: an absolute path, or a name on the PATH of the service.")
                            .field(
                                    "--arguments",
                                    "ARGUMENT,…",
                                    "arguments",
                                    WORDS,
                                    "The arguments before those of Yardmaster.")
                            .field(
                                    "--environment",
                                    "JSON",
                                    "environment",
                                    JSON,
                                    "The variables; {\"NAME\": {\"secret\": \"…\"}} for a secret; @FILE or -.")
                            .field("--mode", "MODE", "mode", TEXT, "bidirectional or one-shot."),
                    ApiCommand.remove("/api/executables/{name}", "Removes an executable that is not in use.")
                            .example("executable rm codex-work --yes")));

    static final CommandGroup SETTINGS_GROUP = new CommandGroup(
            "settings",
            "Shows and changes the settings of the workspace.",
            List.of(
                    ApiCommand.of("get", "GET /api/settings", "Shows the settings, or one of them.")
                            .alias("list", "show")
                            .example("settings get")
                            .example("settings get values.defaultProvider")
                            .with(Argument.positional("[FIELD]", "field", Place.ANSWER, TEXT, "The field to print.")),
                    ApiCommand.of("set", "PATCH /api/settings", "Changes settings.")
                            .example("settings set defaultProvider=codex")
                            .example("settings set defaultModels.codex=gpt-5.1-codex fallbackChain=claude-code,codex")
                            .positional(
                                    "SETTING=VALUE…",
                                    "",
                                    SETTINGS,
                                    "A setting and its value. A list has commas. A dot leads to an entry of a map."),
                    ApiCommand.of("unset", "PATCH /api/settings", "Resets settings to their defaults.")
                            .example("settings unset defaultProvider defaultModels.codex")
                            .positional(
                                    "SETTING…",
                                    "",
                                    SETTING_NAMES,
                                    "A setting, or a setting, a dot and an entry of its map.")));

    static final CommandGroup PROMPTS = new CommandGroup(
            "prompt",
            "Shows and changes what agents are told about their roles.",
            List.of(
                    ApiCommand.list("/api/prompts", "Lists the prompts of the roles.")
                            .example("prompt list")
                            .prints(View.pages(
                                    "ROLE=role",
                                    "FOCUS=focus",
                                    "PROVIDER=provider",
                                    "AGENT=agent",
                                    "PROJECT=project",
                                    "SOURCE=source",
                                    "CHANGED=changedAt")),
                    sessions(ApiCommand.show("/api/prompts/{role}", "Shows a prompt."))
                            .example("prompt show worker"),
                    sessions(ApiCommand.of("set", "PUT /api/prompts/{role}", "Sets a prompt."))
                            .example("prompt set worker @worker.md")
                            .example("prompt set steward --focus docs --project shop @docs.md")
                            .positional("TEXT", "text", TEXT, "The text; @FILE or - reads it; '' for no prompt."),
                    sessions(ApiCommand.of(
                                    "rm",
                                    "DELETE /api/prompts/{role}",
                                    "Removes a prompt, so that the next one is used."))
                            .alias("remove", "delete", "reset")
                            .example("prompt rm worker --yes")));

    private static ApiCommand sessions(ApiCommand command) {
        return command.query("--focus", "FOCUS", "focus", TEXT, "Only stewards with this focus.")
                .query("--provider", "PROVIDER", "provider", TEXT, "Only sessions on this provider.")
                .query("--agent", "AGENT", "agent", TEXT, "Only this agent.")
                .query("--project", "PROJECT", "project", TEXT, "Only sessions that work on this project.");
    }

    static final CommandGroup BUDGETS = new CommandGroup(
            "budget",
            "Shows and changes budgets.",
            Stream.concat(
                            Stream.of(ApiCommand.list("/api/budgets", "Lists the budgets.")
                                    .example("budget list")
                                    .prints(View.pages(
                                            "BUDGET=path",
                                            "USD=usd",
                                            "TOKENS=tokens",
                                            "SPENT_USD=spent/usd",
                                            "SPENT_TOKENS=spent/tokens",
                                            "EXHAUSTED=exhausted",
                                            "RESETS=resetsAt",
                                            "+WARNING=warningPercent"))),
                            Stream.of(
                                            owner("workspace", "/api/budgets/workspace", "of the workspace", ""),
                                            owner("agent", "/api/budgets/agents/{agent}", "of an agent", " e-worker-1"),
                                            owner(
                                                    "provider",
                                                    "/api/budgets/providers/{provider}",
                                                    "of a provider",
                                                    " codex"),
                                            owner(
                                                    "project",
                                                    "/api/budgets/projects/{project}",
                                                    "of a project",
                                                    " shop"),
                                            owner("plan", "/api/budgets/plans/{plan}", "of a plan", " release-2"))
                                    .flatMap(List::stream))
                    .toList());

    private static List<ApiCommand> owner(String word, String path, String of, String example) {
        return List.of(
                period(ApiCommand.of(word + " show", "GET " + path, "Shows the budget " + of + "."))
                        .alias("get")
                        .example("budget " + word + " show" + example),
                period(ApiCommand.of(word + " set", "PUT " + path, "Sets the budget " + of + "."))
                        .example("budget " + word + " set" + example + " --usd 20 --period day")
                        .field("--usd", "AMOUNT", "usd", DECIMAL, "The most US dollars of a period.")
                        .field("--tokens", "N", "tokens", INTEGER, "The most tokens of a period.")
                        .field(
                                "--time-zone",
                                "ZONE",
                                "timeZone",
                                TEXT,
                                "The time zone of days and months, such as Europe/Berlin.")
                        .field(
                                "--warning-percent",
                                "N",
                                "warningPercent",
                                INTEGER,
                                "The percentage of a bound at which a warning is sent."),
                period(ApiCommand.of(word + " rm", "DELETE " + path, "Removes the budget " + of + "."))
                        .alias("remove", "delete")
                        .example("budget " + word + " rm" + example + " --yes"));
    }

    private static ApiCommand period(ApiCommand command) {
        return command.query("--period", "PERIOD", "period", TEXT, "day, month or total; by default day.");
    }

    static final CommandGroup USAGE = new CommandGroup(
            "usage",
            "Sums up tokens and costs.",
            List.of(ApiCommand.of("", "GET /api/usage", "Sums up tokens and costs.")
                    .example("usage --by provider --by model --since -7d")
                    .query(
                            "--by",
                            "KEY…",
                            "by",
                            TEXT,
                            "The key of a sum: agent, provider, executable, model, task, project, session or day; can be repeated.")
                    .query("--since", "TIME", "since", TIME, "The start of the time, such as -7d.")
                    .query("--until", "TIME", "until", TIME, "The end of the time.")
                    .query("--agent", "AGENT", "agent", TEXT, "Only this agent.")
                    .query("--provider", "PROVIDER", "provider", TEXT, "Only this provider.")
                    .query("--executable", "EXECUTABLE", "executable", TEXT, "Only this executable.")
                    .query("--task", "TASK", "task", TEXT, "Only this task.")
                    .query("--project", "PROJECT", "project", TEXT, "Only this project.")
                    .prints(View.pages(
                            "?AGENT=agentName",
                            "?PROVIDER=provider",
                            "?EXECUTABLE=executable",
                            "?MODEL=model",
                            "?TASK=task",
                            "?PROJECT=projectName",
                            "?SESSION=session",
                            "?DAY=day",
                            "INPUT=inputTokens",
                            "OUTPUT=outputTokens",
                            "CACHE_READ=cacheReadTokens",
                            "CACHE_WRITE=cacheWriteTokens",
                            "USD=costUsd",
                            "+SESSIONS=sessions"))));

    private WorkspaceGroups() {}
}
