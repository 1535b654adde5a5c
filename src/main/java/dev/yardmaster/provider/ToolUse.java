package dev.yardmaster.provider;

import dev.yardmaster.json.JsonSlice;
import java.util.List;
import java.util.Optional;

/**
 * What an agent wants to do with a tool, in the same form for all providers.
 *
 * @param tool the name of the tool: one of the constants for what every provider has, {@code mcp:SERVER/TOOL} for a tool of an MCP server,
 *     else the CLI's own name
 * @param command the whole text for the shell, with {@link Kind#COMMAND} only
 * @param paths the files or directories, as the CLI names them: absolute, or relative to the working directory
 * @param input what the CLI reports about the call, a JSON value
 */
public record ToolUse(Kind kind, String tool, Optional<String> command, List<String> paths, JsonSlice input) {
    /** The tool that runs commands. */
    public static final String SHELL = "shell";
    /** All tools that change files. */
    public static final String EDIT = "edit";
    /** All tools that read, list or search files. */
    public static final String READ = "read";
    /** Reads a page of the web. */
    public static final String WEB_FETCH = "web_fetch";
    /** Searches the web. */
    public static final String WEB_SEARCH = "web_search";
    /** Starts a sub-agent, whose own tools are asked for like those of the agent. */
    public static final String AGENT = "agent";

    public ToolUse {
        paths = List.copyOf(paths);
    }

    /** What a tool does to the world. */
    public enum Kind {
        /** Runs a command. */
        COMMAND,
        /** Changes files. */
        EDIT,
        /** Reads files. */
        READ,
        /** Changes nothing but the agent's own state, such as its list of things to do. */
        INTERNAL,
        /** Anything else, such as the network or a tool of an MCP server. */
        OTHER
    }

    /** A command for a shell. */
    public static ToolUse command(String command, JsonSlice input) {
        return new ToolUse(Kind.COMMAND, SHELL, Optional.of(command), List.of(), input);
    }

    /** A change of files. */
    public static ToolUse edit(List<String> paths, JsonSlice input) {
        return new ToolUse(Kind.EDIT, EDIT, Optional.empty(), paths, input);
    }

    /** A look at files. */
    public static ToolUse read(List<String> paths, JsonSlice input) {
        return new ToolUse(Kind.READ, READ, Optional.empty(), paths, input);
    }

    /** A tool that changes nothing outside of the agent. */
    public static ToolUse internal(String tool, JsonSlice input) {
        return new ToolUse(Kind.INTERNAL, tool, Optional.empty(), List.of(), input);
    }

    /** Any other tool. */
    public static ToolUse other(String tool, JsonSlice input) {
        return new ToolUse(Kind.OTHER, tool, Optional.empty(), List.of(), input);
    }

    /** The name of a tool of an MCP server. */
    public static String mcp(String server, String tool) {
        return "mcp:" + server + "/" + tool;
    }
}
