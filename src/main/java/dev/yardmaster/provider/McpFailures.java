package dev.yardmaster.provider;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What is told of a server of tools that an agent was given and can't use: the same words, whichever provider found it out. */
public final class McpFailures {
    /** The kind of such a failure. */
    public static final String KIND = "mcp_server_failed";

    private static final Pattern URL = Pattern.compile("https?://[^\\s)>'\"]+");
    private static final int LONGEST_CAUSE = 200;

    private McpFailures() {}

    /**
     * The agent goes on without its tools.
     *
     * @param cause in the provider's words; empty if it says none
     */
    public static Failure warning(McpServer server, String cause) {
        return Failure.warning(KIND, sentence(server, cause, "does without its tools"));
    }

    /**
     * The agent is not started without its tools.
     *
     * @param cause in the provider's words; empty if it says none
     */
    public static Failure fatal(McpServer server, String cause) {
        return new Failure(KIND, sentence(server, cause, "was not started"), OptionalInt.empty());
    }

    private static String sentence(McpServer server, String cause, String consequence) {
        String what =
                switch (server) {
                    case McpServer.Stdio _ -> "could not be started";
                    case McpServer.Http _ -> "could not be reached";
                };
        return "The MCP server '" + server.name() + "' " + what + shown(cause) + ", so the agent " + consequence + ". "
                + advice(server);
    }

    private static String advice(McpServer server) {
        return switch (server) {
            case McpServer.Stdio stdio ->
                "Check that its command '" + stdio.command() + "' exists and speaks MCP on its standard streams.";
            case McpServer.Http _ -> "Check its URL and its headers.";
        };
    }

    /** Without URLs: they can hold secrets. */
    private static String shown(String cause) {
        String first = cause.strip().lines().findFirst().orElse("");
        String clean = URL.matcher(first).replaceAll("its URL").replaceAll("[\\s.:]+$", "");
        return clean.isEmpty() ? "" : " (" + clean.substring(0, Math.min(clean.length(), LONGEST_CAUSE)) + ")";
    }
}
