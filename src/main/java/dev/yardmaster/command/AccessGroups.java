package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for who has access, who has done what, and who is notified: tokens, the activity and webhooks. */
final class AccessGroups {
    static final CommandGroup LOG = new CommandGroup(
            "log",
            "Lists who changed what and when, the newest 100 first.",
            List.of(ApiCommand.of("", "GET /api/activity", "Lists who changed what and when, the newest 100 first.")
                    .example("log --kind task --from -1d")
                    .query("--actor", "ACTOR", "actor", TEXT, "Who: the name of a token or an agent, or dispatcher.")
                    .query("--action", "ACTION", "action", TEXT, "The action, such as task.cancel.")
                    .query("--kind", "KIND", "kind", TEXT, "The kind of the thing, such as task.")
                    .query("--thing", "THING", "thing", TEXT, "The id or the name of the thing.")
                    .query("--from", "TIME", "from", TIME, "At or after this time, such as -1d.")
                    .query("--to", "TIME", "to", TIME, "Before this time.")
                    .query("--text", "WORDS", "text", TEXT, "Entries with these words.")
                    .query("-n,--limit", "N", "limit", INTEGER, "The most entries, up to 1000; by default 100.")
                    .prints(View.list(
                            "items",
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
                    ApiCommand.list("/api/tokens", "Lists the tokens.")
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
                    ApiCommand.show("/api/tokens/{id}", "Shows a token without its secret.")
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
                    ApiCommand.list("/api/webhooks", "Lists the webhooks by name.")
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
                    ApiCommand.show("/api/webhooks/{id}", "Shows a webhook.").example("webhook show chat"),
                    ApiCommand.of("update", "PATCH /api/webhooks/{id}", "Changes a webhook.")
                            .example("webhook update chat --enabled=false")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .with(WEBHOOK_FIELDS),
                    ApiCommand.remove("/api/webhooks/{id}", "Removes a webhook.")
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

    private AccessGroups() {}
}
