package dev.yardmaster.mcp;

import java.util.List;
import java.util.Map;

/** An MCP server whose tools an agent may use. */
public sealed interface McpServer {
    /** Returns the name: 1 to 64 characters, unique within a session. CLIs use it in the names of the server's tools. */
    String name();

    /** Returns the environment variables of a program, or the headers of requests, without those that are still encrypted. */
    Map<String, String> values();

    /** Returns the variables or headers that are still encrypted. They must be decrypted before a session gets the server. */
    Map<String, Sealed> secrets();

    /** Returns the same server with other values. */
    McpServer with(Map<String, String> values, Map<String, Sealed> secrets);

    /**
     * An encrypted value.
     *
     * @param place the place that it was encrypted for
     */
    record Sealed(String text, String place) {
        @Override
        public String toString() {
            return "Sealed[place=" + place + "]";
        }
    }

    /**
     * A program that speaks MCP on its standard streams.
     *
     * @param command an absolute path, or a program name that is looked up on the {@code PATH}
     */
    record Stdio(
            String name,
            String command,
            List<String> arguments,
            Map<String, String> environment,
            Map<String, Sealed> secrets)
            implements McpServer {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            secrets = Map.copyOf(secrets);
        }

        /** A program without encrypted variables. */
        public Stdio(String name, String command, List<String> arguments, Map<String, String> environment) {
            this(name, command, arguments, environment, Map.of());
        }

        @Override
        public Map<String, String> values() {
            return environment;
        }

        @Override
        public McpServer with(Map<String, String> values, Map<String, Sealed> secrets) {
            return new Stdio(name, command, arguments, values, secrets);
        }

        /** Leaves out the arguments and the values of the environment, which can be secrets. */
        @Override
        public String toString() {
            return "Stdio[name=" + name + ", command=" + command + ", environment=" + environment.keySet() + "]";
        }
    }

    /** A server that is reached over HTTP. */
    record Http(String name, String url, Map<String, String> headers, Transport transport, Map<String, Sealed> secrets)
            implements McpServer {
        public Http {
            headers = Map.copyOf(headers);
            secrets = Map.copyOf(secrets);
        }

        /** A server without encrypted headers. */
        public Http(String name, String url, Map<String, String> headers, Transport transport) {
            this(name, url, headers, transport, Map.of());
        }

        /** A server that speaks streamable HTTP. */
        public Http(String name, String url, Map<String, String> headers) {
            this(name, url, headers, Transport.STREAMABLE_HTTP);
        }

        @Override
        public Map<String, String> values() {
            return headers;
        }

        @Override
        public McpServer with(Map<String, String> values, Map<String, Sealed> secrets) {
            return new Http(name, url, values, transport, secrets);
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
