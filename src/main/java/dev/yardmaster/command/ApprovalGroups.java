package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.TEXT;

import java.util.List;

/** The commands for approvals and for the rules that decide without asking. */
final class ApprovalGroups {
    static final CommandGroup APPROVALS = new CommandGroup(
            "approval",
            "Shows and answers what agents have asked for.",
            List.of(
                    ApiCommand.list("/api/approvals", "Lists approvals, the newest first.")
                            .example("approval list --state pending")
                            .query(
                                    "--state",
                                    "STATE…",
                                    "state",
                                    TEXT,
                                    "pending, allowed, denied, expired or withdrawn; can be repeated.")
                            .query("--agent", "AGENT", "agent", TEXT, "Approvals of this agent.")
                            .query("--project", "PROJECT", "project", TEXT, "Approvals of this project.")
                            .query("--session", "SESSION", "session", TEXT, "Approvals of this session.")
                            .query("--task", "TASK", "task", TEXT, "Approvals of this task.")
                            .query("--id", "PREFIX", "id", TEXT, "Approvals whose id begins so.")
                            .query("--sort", "ORDER", "sort", TEXT, "-created or created.")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id",
                                    "AGENT=agentName",
                                    "STATE=state",
                                    "TOOL=tool",
                                    "COMMAND=command",
                                    "PATHS=paths",
                                    "CREATED=createdAt",
                                    "+BY=decidedBy",
                                    "+RULE=rule",
                                    "+MESSAGE=message",
                                    "+SESSION=session")),
                    ApiCommand.show("/api/approvals/{id}", "Shows an approval.").example("approval show 0199c2d1"),
                    answer("allow", "Allows what an agent has asked for.")
                            .example("approval allow 0199c2d1")
                            .example("approval allow 0199c2d1 --scope project --pattern 'git log *'"),
                    answer("deny", "Denies what an agent has asked for.")
                            .example("approval deny 0199c2d1 --message 'Use the staging database.'")));

    static final CommandGroup RULES = new CommandGroup(
            "rule",
            "Manages the rules for what agents may do without asking, and not at all.",
            List.of(
                    ApiCommand.of("add", "POST /api/permission-rules", "Adds a rule.")
                            .alias("create")
                            .example("rule add allow --command 'git log *' --project shop")
                            .example("rule add deny --tool web_fetch")
                            .positional("EFFECT", "effect", TEXT, "allow, ask or deny.")
                            .field("--command", "PATTERN", "command", TEXT, "Commands that match; * is any text.")
                            .field("--edit", "PATTERN", "edit", TEXT, "Changed files that match, such as 'src/**'.")
                            .field("--tool", "PATTERN", "tool", TEXT, "Tools whose names match.")
                            .field("--project", "PROJECT", "project", TEXT, "Only sessions of this project.")
                            .field("--agent", "AGENT", "agent", TEXT, "Only sessions of this agent.")
                            .field("--session", "SESSION", "session", TEXT, "Only this session."),
                    ApiCommand.list("/api/permission-rules", "Lists the rules, the oldest first.")
                            .example("rule list --project shop")
                            .query("--project", "PROJECT", "project", TEXT, "Rules of this project.")
                            .query("--agent", "AGENT", "agent", TEXT, "Rules of this agent.")
                            .query("--session", "SESSION", "session", TEXT, "Rules of this session.")
                            .query("--id", "PREFIX", "id", TEXT, "Rules whose id begins so.")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "ID=id",
                                    "EFFECT=effect",
                                    "COMMAND=command",
                                    "EDIT=edit",
                                    "TOOL=tool",
                                    "PROJECT=project",
                                    "AGENT=agent",
                                    "SESSION=session",
                                    "+BY=createdBy",
                                    "+CREATED=createdAt")),
                    ApiCommand.show("/api/permission-rules/{id}", "Shows a rule.")
                            .example("rule show 0199c2d1"),
                    ApiCommand.remove("/api/permission-rules/{id}", "Removes a rule.")
                            .example("rule rm 0199c2d1 --yes")));

    private ApprovalGroups() {}

    private static ApiCommand answer(String word, String summary) {
        return ApiCommand.of(word, "POST /api/approvals/{id}/" + word, summary)
                .field("--scope", "SCOPE", "scope", TEXT, "once, or a rule for the future: session, agent or project.")
                .field(
                        "--pattern",
                        "PATTERN",
                        "pattern",
                        TEXT,
                        "The pattern of that rule; by default exactly the request.")
                .field("--message", "TEXT", "message", TEXT, "The reason; a model that is denied something gets it.");
    }
}
