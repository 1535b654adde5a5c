package dev.yardmaster.mcp;

import java.util.List;
import java.util.Map;

/** A server of tools that an agent may use, in no provider's own words. Names are unique within a session. */
public sealed interface McpServer {
    /** 1 to 64 characters; its tools bear it in their names. */
    String name();

    /**
     * A program that speaks MCP on its standard streams.
     *
     * @param command an absolute path, or a program name that is looked up on the {@code PATH}
     */
    record Stdio(String name, String command, List<String> arguments, Map<String, String> environment)
            implements McpServer {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** Without the arguments and the values of the environment: they can be secrets. */
        @Override
        public String toString() {
            return "Stdio[name=" + name + ", command=" + command + ", environment=" + environment.keySet() + "]";
        }
    }

    /** A server reached by streamable HTTP. */
    record Http(String name, String url, Map<String, String> headers) implements McpServer {
        public Http {
            headers = Map.copyOf(headers);
        }

        /** Without the values of the headers: they can be secrets. */
        @Override
        public String toString() {
            return "Http[name=" + name + ", url=" + url + ", headers=" + headers.keySet() + "]";
        }
    }
}
