package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.DECIMAL;
import static dev.yardmaster.command.ValueType.FLAG;
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

/** The commands for the workspace: providers, executables, settings, budgets, usage, the activity, tokens and webhooks. */
final class WorkspaceGroups {
    static final CommandGroup PROVIDERS = new CommandGroup(
            "provider",
            "Shows providers and checks that their executables work.",
            List.of(
                    ApiCommand.of("list", "GET /api/providers", "Lists the providers.")
                            .alias("ls")
                            .example("provider list")
                            .prints(View.list(
                                    "items",
                                    "ID=id",
                                    "NAME=displayName",
                                    "RUNTIME=runtime",
                                    "ALIASES=aliases",
                                    "+INSTALL=installHint")),
                    ApiCommand.of("show", "GET /api/providers/{id}", "Shows a provider.")
                            .alias("get")
                            .example("provider show codex"),
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
                    ApiCommand.of("list", "GET /api/executables", "Lists the executables by name.")
                            .alias("ls")
                            .example("executable list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "PROVIDER=provider",
                                    "STATE=health/state",
                                    "VERSION=health/version",
                                    "+PATH=path",
                                    "+SOURCE=source",
                                    "+PROBLEM=problem")),
                    ApiCommand.of("show", "GET /api/executables/{name}", "Shows an executable.")
                            .alias("get")
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
                    ApiCommand.of("rm", "DELETE /api/executables/{name}", "Removes an executable that is not in use.")
                            .alias("remove", "delete")
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

    static final CommandGroup BUDGETS = new CommandGroup(
            "budget",
            "Shows and changes budgets.",
            Stream.concat(
                            Stream.of(ApiCommand.of("list", "GET /api/budgets", "Lists the budgets.")
                                    .alias("ls")
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

    static final CommandGroup LOG = new CommandGroup(
            "log",
            "Lists who changed what and when, the newest first.",
            List.of(ApiCommand.of("", "GET /api/activity", "Lists who changed what and when, the newest first.")
                    .example("log --kind task --from -1d")
                    .query("--actor", "ACTOR", "actor", TEXT, "Who: the name of a token or an agent, or dispatcher.")
                    .query("--action", "ACTION", "action", TEXT, "The action, such as task.cancel.")
                    .query("--kind", "KIND", "kind", TEXT, "The kind of the thing, such as task.")
                    .query("--thing", "THING", "thing", TEXT, "The id or the name of the thing.")
                    .query("--from", "TIME", "from", TIME, "At or after this time, such as -1d.")
                    .query("--to", "TIME", "to", TIME, "Before this time.")
                    .query("--text", "WORDS", "text", TEXT, "Entries with these words.")
                    .with(Argument.LIMIT)
                    .prints(View.pages(
                            "TIME=at",
                            "ACTOR=actor",
                            "ACTION=action",
                            "KIND=kind",
                            "THING=name",
                            "+THING_ID=thing",
                            "+ADDRESS=address",
                            "+BEFORE=before",
                            "+AFTER=after"))));

    static final CommandGroup TOKENS = new CommandGroup(
            "token",
            "Adds, shows and revokes tokens of the API.",
            List.of(
                    ApiCommand.of("list", "GET /api/tokens", "Lists the tokens.")
                            .alias("ls")
                            .example("token list")
                            .query("--history", "", "history", FLAG, "Also tokens that have expired or were revoked.")
                            .prints(View.pages(
                                    "ID=id",
                                    "NAME=name",
                                    "ROLE=role",
                                    "EXPIRES=expiresAt",
                                    "LAST_USED=lastUsedAt",
                                    "+CREATED=createdAt",
                                    "+CREATED_BY=createdBy",
                                    "+REVOKED=revokedAt")),
                    ApiCommand.of("whoami", "GET /api/caller", "Shows the name and the role of your token.")
                            .example("token whoami"),
                    ApiCommand.of("create", "POST /api/tokens", "Adds a token and prints it. It is shown only once.")
                            .alias("add")
                            .example("token create ci --role operator --expires +90d")
                            .answersSecret()
                            .positional("NAME", "name", TEXT, "The name.")
                            .field("-r,--role", "ROLE", "role", TEXT, "admin, operator or viewer.")
                            .field("--expires", "TIME", "expiresAt", TIME, "The end of its validity, such as +90d."),
                    ApiCommand.of("show", "GET /api/tokens/{id}", "Shows a token without its secret.")
                            .alias("get")
                            .example("token show 0199c2d1"),
                    ApiCommand.of("update", "PATCH /api/tokens/{id}", "Changes a token.")
                            .example("token update 0199c2d1 --role viewer")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .field("-r,--role", "ROLE", "role", TEXT, "The new role.")
                            .field("--expires", "TIME", "expiresAt", TIME, "The new end of its validity."),
                    ApiCommand.of("revoke", "DELETE /api/tokens/{id}", "Revokes a token.")
                            .alias("rm", "remove", "delete")
                            .example("token revoke 0199c2d1 --yes")));

    private static final List<Argument> WEBHOOK_FIELDS = ApiCommand.of("", "POST /", "")
            .field("--url", "URL", "url", TEXT, "The URL that gets the notifications.")
            .field("--events", "EVENT,…", "events", WORDS, "The events, such as task.failed.")
            .field("--format", "FORMAT", "format", TEXT, "The format of the notifications, such as json or slack.")
            .field("--enabled", "", "enabled", FLAG, "Whether notifications are sent.")
            .arguments();

    static final CommandGroup WEBHOOKS = new CommandGroup(
            "webhook",
            "Adds, shows and tests webhooks.",
            List.of(
                    ApiCommand.of("list", "GET /api/webhooks", "Lists the webhooks by name.")
                            .alias("ls")
                            .example("webhook list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "URL=url",
                                    "EVENTS=events",
                                    "ENABLED=enabled",
                                    "+FORMAT=format",
                                    "+ID=id")),
                    ApiCommand.of(
                                    "create",
                                    "POST /api/webhooks",
                                    "Adds a webhook and prints its signing secret. It is shown only once.")
                            .alias("add")
                            .example(
                                    "webhook create chat --url https://chat.example/hook --events task.failed,budget.warning --format slack")
                            .answersSecret()
                            .positional("NAME", "name", TEXT, "The name.")
                            .with(WEBHOOK_FIELDS),
                    ApiCommand.of("show", "GET /api/webhooks/{id}", "Shows a webhook.")
                            .alias("get")
                            .example("webhook show chat"),
                    ApiCommand.of("update", "PATCH /api/webhooks/{id}", "Changes a webhook.")
                            .example("webhook update chat --enabled=false")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .with(WEBHOOK_FIELDS),
                    ApiCommand.of("rm", "DELETE /api/webhooks/{id}", "Removes a webhook.")
                            .alias("remove", "delete")
                            .example("webhook rm chat --yes"),
                    ApiCommand.of(
                                    "test",
                                    "POST /api/webhooks/{id}/test",
                                    "Sends a notification to the receiver, and reports its answer.")
                            .example("webhook test chat"),
                    ApiCommand.of(
                                    "deliveries",
                                    "GET /api/webhooks/{id}/deliveries",
                                    "Lists the deliveries of a webhook, the newest first.")
                            .example("webhook deliveries chat --limit 20")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id",
                                    "EVENT=event",
                                    "STATE=state",
                                    "ATTEMPTS=attempts",
                                    "STATUS=status",
                                    "OCCURRED=occurredAt",
                                    "+SUBJECT=subject",
                                    "+ERROR=error",
                                    "+NEXT=nextAttemptAt",
                                    "+ENDED=endedAt")),
                    ApiCommand.of(
                                    "resend",
                                    "POST /api/webhooks/{id}/deliveries/{delivery}/resend",
                                    "Sends a delivery again.")
                            .example("webhook resend chat 0199c2d1")));

    private WorkspaceGroups() {}
}
