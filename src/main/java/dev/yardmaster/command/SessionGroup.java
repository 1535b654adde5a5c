package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;

import java.util.List;

/** The commands for sessions. */
final class SessionGroup {
    static final CommandGroup GROUP = new CommandGroup(
            "session",
            "Shows sessions, sends them messages and stops them.",
            List.of(
                    ApiCommand.list("/api/sessions", "Lists the sessions, the newest first.")
                            .example("session list --state running")
                            .example("session list --agent e-worker-1 --started-from -1d -o wide")
                            .query(
                                    "--state",
                                    "STATE…",
                                    "state",
                                    TEXT,
                                    "starting, running, limited, completed, failed, stopped or lost; can be repeated.")
                            .query("--agent", "AGENT", "agent", TEXT, "Sessions of this agent.")
                            .query("--task", "TASK", "task", TEXT, "Sessions of this task.")
                            .query("--project", "PROJECT", "project", TEXT, "Sessions of this project.")
                            .query("--plan", "PLAN", "plan", TEXT, "Sessions of this plan.")
                            .query("--provider", "PROVIDER", "provider", TEXT, "Sessions on this provider.")
                            .query("--model", "MODEL", "model", TEXT, "Sessions on this model.")
                            .query("--id", "PREFIX", "id", TEXT, "Sessions whose id begins so.")
                            .query("--sort", "ORDER", "sort", TEXT, "-started, started, -ended or ended.")
                            .query(
                                    "--started-from",
                                    "TIME",
                                    "startedFrom",
                                    TIME,
                                    "Started at or after this time, such as -1d.")
                            .query("--started-to", "TIME", "startedTo", TIME, "Started before this time.")
                            .query("--ended-from", "TIME", "endedFrom", TIME, "Ended at or after this time.")
                            .query("--ended-to", "TIME", "endedTo", TIME, "Ended before this time.")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id",
                                    "STATE=state",
                                    "AGENT=agentName",
                                    "PROVIDER=provider",
                                    "MODEL=model",
                                    "STARTED=startedAt",
                                    "+ENDED=endedAt",
                                    "+EXECUTABLE=executable",
                                    "+TASK=task",
                                    "+REASON=end/reason")),
                    ApiCommand.show("/api/sessions/{id}", "Shows a session.").example("session show 0199c2d1"),
                    ApiCommand.of(
                                    "events",
                                    "GET /api/sessions/{id}/events",
                                    "Prints a part of the log of a session as JSON.")
                            .alias("raw")
                            .example("session events 0199c2d1 --after 100 --limit 50")
                            .query("--after", "SEQ", "after", INTEGER, "Only the events after this number.")
                            .query("--limit", "N", "limit", INTEGER, "The most events.")
                            .query("--raw", "", "raw", FLAG, "With the lines that the CLI printed.")
                            .prints(new View.Text()),
                    ApiCommand.of(
                                    "export",
                                    "GET /api/sessions/{id}/transcript",
                                    "Prints the transcript of a session, without secrets.")
                            .alias("transcript")
                            .example("session export 0199c2d1 --format md > transcript.md")
                            .query("--format", "FORMAT", "format", TEXT, "md, html or jsonl.")
                            .prints(new View.Text()),
                    ApiCommand.of("say", "POST /api/sessions/{id}/messages", "Sends a message to a running session.")
                            .alias("message")
                            .example("session say 0199c2d1 'Run the tests, too'")
                            .positional(
                                    "TEXT",
                                    "text",
                                    CONTENT,
                                    "The message; @FILE or - for a file or the standard input."),
                    ApiCommand.of(
                                    "interrupt",
                                    "POST /api/sessions/{id}/interrupt",
                                    "Interrupts the current turn of a session.")
                            .example("session interrupt 0199c2d1"),
                    ApiCommand.of("stop", "POST /api/sessions/{id}/stop", "Stops a running session.")
                            .example("session stop 0199c2d1"),
                    ApiCommand.remove("/api/sessions/{id}", "Deletes a session with its log.")
                            .example("session rm 0199c2d1 --yes")));

    private SessionGroup() {}
}
