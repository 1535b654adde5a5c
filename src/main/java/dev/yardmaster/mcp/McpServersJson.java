package dev.yardmaster.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer.Transport;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads and writes MCP servers as JSON, for the API, the database and the configuration files of CLIs. The JSON is an object with one entry for each server, by name, as in the
 * configuration files of MCP clients.
 *
 * <pre>
 *   {"files": {"command": "npx", "args": ["-y", "server"], "env": {"KEY": "value"}},
 *    "web": {"url": "https://example.org/mcp", "headers": {"Authorization": "Bearer …"}}}
 * </pre>
 *
 * <p>{@code args}, {@code env} and {@code headers} may be missing. An entry may have a {@code type}: {@code stdio} with a {@code command};
 * {@code http}, which is the default, or {@code sse} with a {@code url}. In requests, a value of {@code env} or {@code headers} can be a secret:
 * {@code {"secret": "value"}}, or {@code {"secret": true}} to keep the stored one. {@link StoredMcpServers} has the form in the database.
 */
public final class McpServersJson {
    private static final Set<String> STDIO = Set.of("type", "command", "args", "env");
    private static final Set<String> HTTP = Set.of("type", "url", "headers");
    private static final String SSE = "sse";
    private static final String MASK = "***";
    private static final Pattern AFTER_HOST = Pattern.compile("^(\\w+://)(?:[^/?#]*@)?(?<authority>[^/?#]*).*$");

    private McpServersJson() {}

    /**
     * Returns the servers of a request, in its order. It checks the form only; {@link McpServers#check} validates the values. The value of a
     * secret to keep is empty.
     *
     * @throws YardmasterException with {@code INVALID_REQUEST} if a field is unknown or has the wrong type; the message contains its name
     */
    public static List<McpServer> read(JsonNode json) {
        List<McpServer> servers = new ArrayList<>();
        object(json, "'mcpServers'")
                .properties()
                .forEach(entry -> servers.add(server(entry.getKey(), entry.getValue())));
        return List.copyOf(servers);
    }

    /** Returns the servers as an object, without empty fields. */
    public static ObjectNode write(List<McpServer> servers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        servers.forEach(server -> write(server, json.putObject(server.name())));
        return json;
    }

    /** Returns a copy that shows which servers there are, without arguments, values and paths, because these can be secrets. */
    public static ObjectNode redacted(ObjectNode json) {
        List<McpServer> servers =
                read(json).stream().map(McpServersJson::redacted).toList();
        return write(servers);
    }

    private static McpServer redacted(McpServer server) {
        return switch (server) {
            case McpServer.Stdio stdio ->
                new McpServer.Stdio(
                        stdio.name(),
                        stdio.command(),
                        stdio.arguments().stream().map(_ -> MASK).toList(),
                        redacted(stdio.environment()));
            case McpServer.Http http ->
                new McpServer.Http(
                        http.name(),
                        AFTER_HOST.matcher(http.url()).replaceFirst("$1${authority}/" + MASK),
                        redacted(http.headers()),
                        http.transport());
        };
    }

    private static Map<String, String> redacted(Map<String, String> values) {
        return values.keySet().stream().collect(Collectors.toMap(name -> name, _ -> MASK));
    }

    private static McpServer server(String name, JsonNode json) {
        ObjectNode entry = object(json, "The MCP server '" + name + "'");
        String what = "the MCP server '" + name + "'";
        if (entry.has("command") == entry.has("url")) {
            throw invalid("The MCP server '" + name + "' needs either 'command' or 'url', and not both");
        }
        boolean stdio = entry.has("command");
        refuseOthers(entry, stdio ? STDIO : HTTP, what);
        checkType(entry, stdio, what);
        return stdio
                ? new McpServer.Stdio(
                        name,
                        string(entry.path("command"), "'command' of " + what),
                        strings(entry.path("args"), "'args' of " + what),
                        map(entry.path("env"), "'env' of " + what))
                : new McpServer.Http(
                        name,
                        string(entry.path("url"), "'url' of " + what),
                        map(entry.path("headers"), "'headers' of " + what),
                        SSE.equals(entry.path("type").textValue()) ? Transport.SSE : Transport.STREAMABLE_HTTP);
    }

    private static void refuseOthers(ObjectNode entry, Set<String> known, String what) {
        entry.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw invalid("The field '" + field + "' of " + what + " is unknown. Besides 'type' it can have "
                        + String.join(
                                ", ",
                                known.stream()
                                        .filter(it -> !it.equals("type"))
                                        .sorted()
                                        .toList()));
            }
        });
    }

    private static void checkType(ObjectNode entry, boolean stdio, String what) {
        Set<String> allowed = stdio ? Set.of("stdio") : Set.of("http", SSE);
        if (entry.has("type") && !allowed.contains(entry.path("type").asText())) {
            throw invalid(
                    stdio
                            ? "'type' of " + what + " must be \"stdio\", because the server has a 'command'"
                            : "'type' of " + what
                                    + " must be \"http\" or \"sse\", because the server has a 'url'. Without a type it is \"http\"");
        }
    }

    private static ObjectNode object(JsonNode json, String what) {
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw wrongType(what, "an object", json);
    }

    private static String string(JsonNode json, String what) {
        if (json.isTextual()) {
            return json.textValue();
        }
        throw wrongType(what, "a text", json);
    }

    private static List<String> strings(JsonNode json, String what) {
        if (!json.isMissingNode() && !json.isArray()) {
            throw wrongType(what, "a list of texts", json);
        }
        return json.valueStream()
                .map(element -> string(element, "Each of " + what))
                .toList();
    }

    private static Map<String, String> map(JsonNode json, String what) {
        if (!json.isMissingNode() && !json.isObject()) {
            throw wrongType(what, "an object of texts", json);
        }
        Map<String, String> map = new LinkedHashMap<>();
        json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), "Each of " + what)));
        return map;
    }

    private static String value(JsonNode json, String what) {
        if (!json.isObject()) {
            return string(json, what);
        }
        return SecretValue.of(json)
                .map(secret -> secret.text().orElse(""))
                .orElseThrow(() -> invalid(what + " must be a text, or {\"secret\": \"value\"} for a secret, or"
                        + " {\"secret\": true} to keep the stored secret"));
    }

    private static YardmasterException wrongType(String what, String expected, JsonNode json) {
        return invalid(what + " must be " + expected + ", not " + kind(json));
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NULL, MISSING -> "null";
        };
    }

    private static void write(McpServer server, ObjectNode entry) {
        switch (server) {
            case McpServer.Stdio stdio -> {
                entry.put("command", stdio.command());
                if (!stdio.arguments().isEmpty()) {
                    stdio.arguments().forEach(entry.putArray("args")::add);
                }
                write(stdio.environment(), entry, "env");
            }
            case McpServer.Http http -> {
                if (http.transport() == Transport.SSE) {
                    entry.put("type", SSE);
                }
                entry.put("url", http.url());
                write(http.headers(), entry, "headers");
            }
        }
    }

    private static void write(Map<String, String> map, ObjectNode entry, String field) {
        if (!map.isEmpty()) {
            new TreeMap<>(map).forEach(entry.putObject(field)::put);
        }
    }

    private static YardmasterException invalid(String problem) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, problem + ".");
    }
}
