package dev.yardmaster.command;

import static dev.yardmaster.command.Argument.Place.BODY;
import static dev.yardmaster.command.Argument.option;
import static dev.yardmaster.command.ValueType.CONTENT;
import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.INTEGER;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for agents. */
final class AgentGroup {
    private static final List<Argument> FIELDS = List.of(
            option("-r,--role", "ROLE", "role", BODY, TEXT, "director, worker or steward."),
            option("-f,--focus", "FOCUS", "focus", BODY, TEXT, "The work of a steward, such as merge."),
            option(
                    "--provider",
                    "PROVIDER",
                    "provider",
                    BODY,
                    TEXT,
                    "The provider; by default that of the project or the workspace."),
            option("--model", "MODEL", "model", BODY, TEXT, "The model: a name of the provider, or an alias."),
            option("--executable", "EXECUTABLE", "executable", BODY, TEXT, "The executable of the provider."),
            option("--project", "PROJECT", "project", BODY, TEXT, "The project in whose directory the agent works."),
            option("-m,--mode", "MODE", "mode", BODY, TEXT, "ephemeral or persistent."),
            option("--permissions", "LEVEL", "permissions", BODY, TEXT, "full, edit or read-only."),
            option("--tags", "TAG,…", "tags", BODY, WORDS, "The tags that tasks can require."),
            option(
                    "-t,--maxTasks,--max-tasks",
                    "N",
                    "maxConcurrentTasks",
                    BODY,
                    INTEGER,
                    "The most tasks at the same time."),
            option(
                    "--fallback",
                    "",
                    "fallback",
                    BODY,
                    FLAG,
                    "Whether work moves to the next executable of the chain at a limit."),
            option(
                    "--fallback-chain",
                    "EXECUTABLE,…",
                    "fallbackChain",
                    BODY,
                    WORDS,
                    "The executables that work moves to, in order."),
            option("--launch-mode", "MODE", "launchMode", BODY, TEXT, "bidirectional or one-shot."),
            option(
                    "--instructions",
                    "TEXT",
                    "instructions",
                    BODY,
                    CONTENT,
                    "Instructions for each session; @FILE for those in a file."),
            option(
                    "--mcp-servers",
                    "JSON",
                    "mcpServers",
                    BODY,
                    JSON,
                    "The MCP servers by name; @FILE for those in a file."),
            option("--enabled", "", "enabled", BODY, FLAG, "Whether the agent gets tasks."));

    static final CommandGroup GROUP = new CommandGroup(
            "agent",
            "Registers, changes, starts and stops agents.",
            List.of(
                    ApiCommand.list("/api/agents", "Lists the agents by name.")
                            .example("agent list")
                            .example("agent list -q")
                            .prints(View.pages(
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
                            .example("agent register e-worker-1 --role worker --provider codex --model gpt-5.1-codex")
                            .example("agent register m-steward-1 --role steward --focus merge")
                            .positional("NAME", "name", TEXT, "The name of the agent.")
                            .with(FIELDS),
                    ApiCommand.show("/api/agents/{agent}", "Shows an agent.").example("agent show e-worker-1"),
                    ApiCommand.of("update", "PATCH /api/agents/{agent}", "Changes an agent.")
                            .example("agent update e-worker-1 --model sonnet --restart")
                            .example("agent update e-worker-1 --unset model,project")
                            .with(FIELDS)
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .query(
                                    "--restart",
                                    "",
                                    "restart",
                                    FLAG,
                                    "Restart a running session with the new settings."),
                    ApiCommand.remove("/api/agents/{agent}", "Removes an agent.")
                            .example("agent rm e-worker-1 --yes"),
                    ApiCommand.of(
                                    "resolution",
                                    "GET /api/agents/{agent}/resolution",
                                    "Explains on what the next session would run.")
                            .example("agent resolution e-worker-1")
                            .query("--provider", "PROVIDER", "provider", TEXT, "Explain it for this provider.")
                            .query("--model", "MODEL", "model", TEXT, "Explain it for this model.")
                            .query("--executable", "EXECUTABLE", "executable", TEXT, "Explain it for this executable."),
                    ApiCommand.of(
                                    "prompt",
                                    "GET /api/agents/{agent}/prompt",
                                    "Shows what the next session is told about its role.")
                            .example("agent prompt e-worker-1")
                            .query("--provider", "PROVIDER", "provider", TEXT, "Show it for this provider."),
                    ApiCommand.of("start", "POST /api/agents/{agent}/start", "Starts a session of an agent.")
                            .example("agent start e-worker-1 --prompt 'Explain the build'")
                            .example("agent start e-worker-1 --model opus")
                            .field(
                                    "-p,--prompt",
                                    "TEXT",
                                    "prompt",
                                    CONTENT,
                                    "The first message; @FILE or - for a file or the standard input.")
                            .field("--provider", "PROVIDER", "provider", TEXT, "The provider of this session only.")
                            .field("--model", "MODEL", "model", TEXT, "The model of this session only.")
                            .field(
                                    "--executable",
                                    "EXECUTABLE",
                                    "executable",
                                    TEXT,
                                    "The executable of this session only.")
                            .field(
                                    "--resume",
                                    "SESSION",
                                    "resume",
                                    TEXT,
                                    "Continue the conversation of an earlier session.")
                            .field(
                                    "--new-conversation",
                                    "true|false",
                                    "newConversation",
                                    FLAG,
                                    "Start a new conversation; a persistent agent otherwise continues its last one."),
                    ApiCommand.of("stop", "POST /api/agents/{agent}/stop", "Stops the running sessions of an agent.")
                            .example("agent stop e-worker-1"),
                    ApiCommand.ofCurrentSession(
                                    "say",
                                    "POST /api/sessions/{id}/messages",
                                    "Sends a message to the running session of an agent.")
                            .alias("message")
                            .example("agent say e-worker-1 'Run the tests, too'")
                            .positional(
                                    "TEXT",
                                    "text",
                                    CONTENT,
                                    "The message; @FILE or - for a file or the standard input."),
                    ApiCommand.ofCurrentSession(
                                    "interrupt",
                                    "POST /api/sessions/{id}/interrupt",
                                    "Interrupts the current turn of an agent.")
                            .example("agent interrupt e-worker-1"),
                    ApiCommand.of("enable", "PATCH /api/agents/{agent}", "Lets an agent get tasks.")
                            .constant("enabled", true)
                            .example("agent enable e-worker-1"),
                    ApiCommand.of(
                                    "disable",
                                    "PATCH /api/agents/{agent}",
                                    "Keeps an agent from getting tasks. A running session continues.")
                            .constant("enabled", false)
                            .example("agent disable e-worker-1")));

    private AgentGroup() {}
}
