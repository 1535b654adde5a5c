package dev.yardmaster.testkit.mcp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that speaks MCP on its standard streams and has two tools: {@code echo} returns {@code echo: } and its argument {@code text};
 * {@code given} returns the program's arguments and environment as JSON.
 */
public final class TinyMcpServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int METHOD_NOT_FOUND = -32601;
    private static final String TOOLS = """
            [{"name":"echo","description":"Echoes a text","inputSchema":{"type":"object",\
            "properties":{"text":{"type":"string"}},"required":["text"]}},\
            {"name":"given","description":"Returns how it was started","inputSchema":{"type":"object","properties":{}}}]""";

    private final List<String> arguments;
    private final PrintStream out;

    private TinyMcpServer(List<String> arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    /** Returns the configuration of a server; the CLI starts it with the {@code java} of this JVM. */
    public static McpServer.Stdio named(String name) {
        return named(name, List.of(), Map.of());
    }

    /** Returns the configuration of a server with arguments and environment variables. */
    public static McpServer.Stdio named(String name, List<String> arguments, Map<String, String> environment) {
        List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
        all.add(TinyMcpServer.class.getName());
        all.addAll(arguments);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("LC_ALL", "C.UTF-8");
        return new McpServer.Stdio(
                name, Path.of(System.getProperty("java.home"), "bin", "java").toString(), all, variables);
    }

    /** Returns the configuration of a server whose program does not exist. */
    public static McpServer.Stdio missing(String name) {
        return new McpServer.Stdio(name, "/nonexistent/mcp-server", List.of(), Map.of());
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        TinyMcpServer server = new TinyMcpServer(List.of(arguments), out);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            server.receive(JSON.readTree(line));
        }
    }

    private void receive(JsonNode message) throws IOException {
        if (message.has("id") && message.has("method")) {
            ObjectNode reply = JSON.createObjectNode().put("jsonrpc", "2.0").set("id", message.path("id"));
            out.println(answer(reply, message));
        }
    }

    private ObjectNode answer(ObjectNode reply, JsonNode message) throws IOException {
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "initialize" -> initialize(reply.putObject("result"), parameters);
            case "tools/list" -> reply.putObject("result").set("tools", JSON.readTree(TOOLS));
            case "tools/call" -> text(reply.putObject("result"), callTool(parameters));
            case "ping" -> reply.putObject("result");
            default -> reply.putObject("error").put("code", METHOD_NOT_FOUND).put("message", "Method not found");
        }
        return reply;
    }

    private static void initialize(ObjectNode result, JsonNode parameters) {
        result.set("protocolVersion", parameters.path("protocolVersion"));
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "tiny").put("version", "1.0.0");
    }

    private String callTool(JsonNode parameters) {
        return parameters.path("name").asText().equals("given")
                ? given().toString()
                : "echo: " + parameters.at("/arguments/text").asText();
    }

    private ObjectNode given() {
        ObjectNode given = JSON.createObjectNode();
        arguments.forEach(given.putArray("arguments")::add);
        System.getenv().forEach(given.putObject("environment")::put);
        return given;
    }

    private static void text(ObjectNode result, String text) {
        result.putArray("content").addObject().put("type", "text").put("text", text);
    }

    /** Contains only what the server needs: the class path of the tests has tens of kilobytes. */
    private static String classPath() {
        return Stream.of(TinyMcpServer.class, McpServer.class, ObjectMapper.class, JsonFactory.class, JsonCreator.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(location.getPath()).toString())
                .collect(Collectors.joining(":"));
    }
}
