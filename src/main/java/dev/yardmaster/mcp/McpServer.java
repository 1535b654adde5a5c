package dev.yardmaster.mcp;

import java.util.List;
import java.util.Map;

/** An MCP server whose tools an agent may use. */
public sealed interface McpServer {
    /** Returns the name: 1 to 64 characters, unique within a session. CLIs use it in the names of the server's tools. */
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

        /** Leaves out the arguments and the values of the environment, which can be secrets. */
        @Override
        public String toString() {
            return "Stdio[name=" + name + ", command=" + command + ", environment=" + environment.keySet() + "]";
        }
    }

    /** A server that is reached over HTTP. */
    record Http(String name, String url, Map<String, String> headers, Transport transport) implements McpServer {
        public Http {
            headers = Map.copyOf(headers);
        }

        /** A server that speaks streamable HTTP. */
        public Http(String name, String url, Map<String, String> headers) {
            this(name, url, headers, Transport.STREAMABLE_HTTP);
        }

        /** Leaves out the values of the headers, which can be secrets. */
        @Override
        public String toString() {
            return "Http[name=" + name + ", url=" + url + ", headers=" + headers.keySet() + ", transport=" + transport
                    + "]";
        }
    }

    /** How MCP messages travel over HTTP. */
    enum Transport {
        /** The current transport: each message is a request to the same URL. */
        STREAMABLE_HTTP,
        /** The old transport: the server sends its messages in one stream of server-sent events. Not every CLI knows it. */
        SSE
    }
}
