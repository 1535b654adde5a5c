package dev.yardmaster.command;

import static dev.yardmaster.command.CommandOption.Place.BODY;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for agents. */
final class AgentCommands {
    private static final List<CommandOption> FIELDS = List.of(
            option("--role", "ROLE", "role", TEXT, "director, worker or steward."),
            option("--focus", "FOCUS", "focus", TEXT, "What a steward cares about, such as merge."),
            option("--provider", "PROVIDER", "provider", TEXT, "The provider, such as codex; by default that of the project or the workspace."),
            option("--model", "MODEL", "model", TEXT, "The model, as the provider or an alias names it."),
            option("--executable", "NAME", "executable", TEXT, "The executable of the provider."),
            option("--project", "PROJECT", "project", TEXT, "The project in whose directory the agent works."),
            option("--mode", "MODE", "mode", TEXT, "ephemeral or persistent."),
            option("--permissions", "LEVEL", "permissions", TEXT, "full, edit or read-only."),
            option("--tags", "TAG,…", "tags", WORDS, "The tags that tasks can require."),
            option("--max-tasks", "N", "maxConcurrentTasks", INTEGER, "How many tasks the agent does at once."),
            option("--fallback", "", "fallback", FLAG, "Go on with the next executable of the chain at a limit; --fallback=false to wait."),
            option("--fallback-chain", "NAME,…", "fallbackChain", WORDS, "The executables to go on with, in this order."),
            option("--launch-mode", "MODE", "launchMode", TEXT, "bidirectional or one-shot."),
            option("--instructions", "TEXT", "instructions", CONTENT, "What the agent is told in each session; @FILE for the content of a file."),
            option("--mcp-servers", "JSON", "mcpServers", JSON, "The MCP servers by name; @FILE for the content of a file."));

    static final CommandGroup GROUP = new CommandGroup(
            "agent",
            "Registers, changes, starts and stops agents.",
            List.of(
                    ApiCommand.of("list", "GET /api/agents", "Lists the agents by name.")
                            .alias("ls")
                            .prints(View.rows(
                                    "NAME=name",
                                    "ROLE=role",
                                    "FOCUS=focus",
                                    "PROVIDER=provider",
                                    "MODEL=model",
                                    "STATE=state",
                                    "+MODE=mode",
                                    "+EXECUTABLE=executable",
                                    "+TAGS=tags",
                                    "+SESSION=session",
                                    "+ID=id")),
                    ApiCommand.of("register", "POST /api/agents", "Registers an agent.")
                            .alias("create", "add")
                            .positional("NAME", "name", TEXT, "The name of the agent.")
                            .fields(FIELDS)
                            .field("--enabled", "", "enabled", FLAG, "--enabled=false for an agent that gets no tasks yet."),
                    ApiCommand.of("show", "GET /api/agents/{agent}", "Shows an agent.").alias("get"),
                    ApiCommand.of("update", "PATCH /api/agents/{agent}", "Changes fields of an agent.")
                            .fields(FIELDS)
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .query("--restart", "", "restart", FLAG, "Continue a running session with the new settings."),
                    ApiCommand.of("rm", "DELETE /api/agents/{agent}", "Removes an agent.").alias("remove", "delete"),
                    ApiCommand.of("resolution", "GET /api/agents/{agent}/resolution", "Explains what the next session would run on.")
                            .query("--provider", "PROVIDER", "provider", TEXT, "Explain it for this provider.")
                            .query("--model", "MODEL", "model", TEXT, "Explain it for this model.")
                            .query("--executable", "NAME", "executable", TEXT, "Explain it for this executable."),
                    ApiCommand.of("start", "POST /api/agents/{agent}/start", "Starts a session of an agent by hand.")
                            .field("--prompt", "TEXT", "prompt", CONTENT, "What the agent shall do; @FILE or - for a file or the standard input.")
                            .field("--provider", "PROVIDER", "provider", TEXT, "The provider of this session only.")
                            .field("--model", "MODEL", "model", TEXT, "The model of this session only.")
                            .field("--executable", "NAME", "executable", TEXT, "The executable of this session only.")
                            .field("--resume", "SESSION", "resume", TEXT, "Continue the conversation of an earlier session."),
                    ApiCommand.of("stop", "POST /api/agents/{agent}/stop", "Stops the running sessions of an agent.")));

    private AgentCommands() {}

    private static CommandOption option(String name, String label, String field, ValueType type, String description) {
        return new CommandOption(name, label, field, BODY, type, description);
    }
}
