package dev.yardmaster.provider;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Builds the errors for an MCP server that an agent can't use, with the same text for all providers. */
public final class McpFailures {
    /** The {@link Failure#kind} of these errors. */
    public static final String KIND = "mcp_server_failed";

    private static final Pattern URL = Pattern.compile("https?://[^\\s)>'\"]+");
    private static final int MAX_CAUSE = 200;

    private McpFailures() {}

    /**
     * Returns the error of an agent that works without the server's tools.
     *
     * @param cause the CLI's explanation; may be empty
     */
    public static Failure warning(McpServer server, String cause) {
        return Failure.warning(KIND, message(server, cause, "works without its tools"));
    }

    /**
     * Returns the error of an agent that was not started because of the server.
     *
     * @param cause the CLI's explanation; may be empty
     */
    public static Failure fatal(McpServer server, String cause) {
        return new Failure(KIND, message(server, cause, "was not started"), OptionalInt.empty());
    }

    private static String message(McpServer server, String cause, String consequence) {
        String problem =
                switch (server) {
                    case McpServer.Stdio _ -> "could not be started";
                    case McpServer.Http _ -> "could not be reached";
                };
        return "The MCP server '" + server.name() + "' " + problem + shown(cause) + ", so the agent " + consequence
                + ". " + advice(server);
    }

    private static String advice(McpServer server) {
        return switch (server) {
            case McpServer.Stdio stdio ->
                "Check that its command '" + stdio.command() + "' exists and speaks MCP on its standard streams.";
            case McpServer.Http _ -> "Check its URL and its headers.";
        };
    }

    /** Shows the first line of the cause without URLs, which can contain secrets. */
    private static String shown(String cause) {
        String first = cause.strip().lines().findFirst().orElse("");
        String clean = URL.matcher(first).replaceAll("its URL").replaceAll("[\\s.:]+$", "");
        return clean.isEmpty() ? "" : " (" + clean.substring(0, Math.min(clean.length(), MAX_CAUSE)) + ")";
    }
}
