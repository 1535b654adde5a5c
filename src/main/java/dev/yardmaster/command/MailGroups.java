package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.QUERY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for messages between agents and people. */
final class MailGroups {
    private static final List<Argument> FILTERS = List.of(
            option(
                    "--state",
                    "STATE…",
                    "state",
                    QUERY,
                    TEXT,
                    "queued, delivered, acknowledged or undeliverable; can be repeated."),
            option("--thread", "THREAD", "thread", QUERY, TEXT, "Messages of this thread."),
            option("--sender", "NAME", "sender", QUERY, TEXT, "Messages of the sender with this name."));

    private static final View LIST = View.pages(
            "ID=id",
            "SEQ=seq",
            "TO=agentName",
            "FROM=sender/name",
            "STATE=state",
            "CREATED=createdAt",
            "TEXT=text",
            "+THREAD=thread",
            "+SESSION=session",
            "+REASON=reason");

    static final CommandGroup MESSAGES = new CommandGroup(
            "message",
            "Sends messages to agents and people, and shows them.",
            List.of(
                    ApiCommand.of("send", "POST /api/messages", "Sends a message.")
                            .alias("add", "create")
                            .example("message send ada 'Please look at the failing test'")
                            .example("message send role:worker @note.md")
                            .example("message send people --reply-to 0199c2d1 -- '-1 from me'")
                            .positional("TO", "to", TEXT, "An agent, role: and a role, or people.")
                            .positional(
                                    "TEXT",
                                    "text",
                                    CONTENT,
                                    "The message; @FILE or - for a file or the standard input.")
                            .field("--reply-to", "MESSAGE", "replyTo", TEXT, "The id of the message that it answers."),
                    ApiCommand.list("/api/messages", "Lists the messages of all inboxes, the newest first.")
                            .example("message list --agent ada --state queued")
                            .query("--agent", "AGENT", "agent", TEXT, "Messages to this agent.")
                            .with(FILTERS)
                            .query("--id", "PREFIX", "id", TEXT, "Messages whose id begins so.")
                            .query("--sort", "ORDER", "sort", TEXT, "-created or created.")
                            .with(Argument.LIMIT)
                            .prints(LIST),
                    ApiCommand.show("/api/messages/{id}", "Shows a message, and what it waits for.")
                            .example("message show 0199c2d1"),
                    ApiCommand.of("ack", "POST /api/messages/{id}/acknowledge", "Acknowledges a message.")
                            .alias("acknowledge")
                            .example("message ack 0199c2d1"),
                    ApiCommand.of("withdraw", "DELETE /api/messages/{id}", "Withdraws a message that is still queued.")
                            .alias("rm", "remove", "delete")
                            .example("message withdraw 0199c2d1 --yes")));

    static final CommandGroup INBOX = new CommandGroup(
            "inbox",
            "Lists the messages to people or to one agent, the oldest first.",
            List.of(
                    ApiCommand.of("people", "GET /api/inbox", "Lists the messages to people.")
                            .example("inbox people --state queued")
                            .with(FILTERS)
                            .with(Argument.LIMIT)
                            .prints(LIST),
                    ApiCommand.of("agent", "GET /api/agents/{agent}/inbox", "Lists the messages to an agent.")
                            .example("inbox agent ada --state delivered")
                            .with(FILTERS)
                            .with(Argument.LIMIT)
                            .prints(LIST)));

    private MailGroups() {}
}
