package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.TIME;

import java.util.List;

/** The commands for sessions. */
final class SessionCommands {
    static final CommandGroup GROUP = new CommandGroup(
            "session",
            "Shows sessions, sends them messages and stops them.",
            List.of(
                    ApiCommand.of("list", "GET /api/sessions", "Lists the sessions, the newest first.")
                            .alias("ls")
                            .query("--state", "STATE", "state", TEXT, "starting, running, limited, completed, failed, stopped or lost; several times for several states.")
                            .query("--agent", "AGENT", "agent", TEXT, "Sessions of this agent.")
                            .query("--task", "TASK", "task", TEXT, "Sessions of this task.")
                            .query("--project", "PROJECT", "project", TEXT, "Sessions of this project.")
                            .query("--plan", "PLAN", "plan", TEXT, "Sessions of this plan.")
                            .query("--provider", "PROVIDER", "provider", TEXT, "Sessions on this provider.")
                            .query("--model", "MODEL", "model", TEXT, "Sessions on this model.")
                            .query("--sort", "KEY", "sort", TEXT, "The order, such as -endedAt.")
                            .query("--limit", "N", "limit", INTEGER, "The most sessions of a request.")
                            .query("--started-from", "TIME", "startedFrom", TIME, "Started at or after this time.")
                            .query("--started-to", "TIME", "startedTo", TIME, "Started before this time.")
                            .query("--ended-from", "TIME", "endedFrom", TIME, "Ended at or after this time.")
                            .query("--ended-to", "TIME", "endedTo", TIME, "Ended before this time.")
                            .prints(View.rows(
                                    "ID=id", "STATE=state", "AGENT=agentName", "PROVIDER=provider", "MODEL=model", "STARTED=startedAt",
                                    "+ENDED=endedAt", "+EXECUTABLE=executable", "+TASK=task", "+REASON=end/reason")),
                    ApiCommand.of("show", "GET /api/sessions/{id}", "Shows a session.").alias("get"),
                    ApiCommand.of("export", "GET /api/sessions/{id}/transcript", "Prints the transcript of a session, without secrets.")
                            .query("--format", "FORMAT", "format", TEXT, "md or jsonl.")
                            .prints(new View.Text("*/*")),
                    ApiCommand.of("say", "POST /api/sessions/{id}/messages", "Sends a message to a running session.")
                            .alias("message")
                            .positional("TEXT", "text", CONTENT, "The message; @FILE or - for a file or the standard input."),
                    ApiCommand.of("interrupt", "POST /api/sessions/{id}/interrupt", "Interrupts the current turn of a running session."),
                    ApiCommand.of("stop", "POST /api/sessions/{id}/stop", "Stops a running session."),
                    ApiCommand.of("rm", "DELETE /api/sessions/{id}", "Deletes a session with its log.").alias("remove", "delete")));

    private SessionCommands() {}
}
