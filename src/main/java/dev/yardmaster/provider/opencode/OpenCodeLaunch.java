package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.opencode.server.IdentityPlugin;
import dev.yardmaster.provider.opencode.server.McpLog;
import dev.yardmaster.provider.opencode.server.ServerKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the commands, environments and configurations of OpenCode for a request. */
final class OpenCodeLaunch {
    private static final String INSTANCE = "YARDMASTER_INSTANCE";

    private final LaunchRequest request;
    private final Map<String, String> serviceEnvironment;

    /** @throws YardmasterException {@link ErrorCode#INVALID_REQUEST} for a model without its provider */
    OpenCodeLaunch(LaunchRequest request, Map<String, String> serviceEnvironment) {
        this.request = request;
        this.serviceEnvironment = serviceEnvironment;
        request.model().filter(model -> model.indexOf('/') < 1).ifPresent(model -> {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "OpenCode's model names have the form provider/model, as 'opencode models' lists them. '" + model
                            + "' names no provider.");
        });
    }

    /**
     * The server for this request. Its environment identifies only the installation; the tools get the identity of the session. The service's own
     * MCP server is not in its configuration, because each session has another token for it.
     */
    ServerKey server(Path plugin) {
        ObjectNode config = config(request.context().mcpServers().stream()
                .filter(server -> !isOwn(server))
                .toList());
        if (request.context().judged()) {
            config.set("permission", OpenCodePermissions.askedSection());
        }
        config.putArray("plugin").add(plugin.toUri().toString());
        Map<String, String> environment = environment();
        String retries = environment.put(IdentityPlugin.RETRIES, "0");
        if (retries != null) {
            environment.put(IdentityPlugin.USERS_RETRIES, retries);
        }
        String instance = request.identity().get(INSTANCE);
        if (instance != null) {
            environment.put(INSTANCE, instance);
        }
        environment.put(OpenCodeEnvironment.CONFIG, OpenCodeConfig.merged(environment, request.executable(), config));
        return new ServerKey(
                request.executable().command("serve", "--port", "0", "--hostname", "127.0.0.1"), environment);
    }

    /** The service's own MCP server, as the API of a server takes it; empty if the session does not get it. */
    Optional<ObjectNode> ownMcpServer() {
        return request.context().mcpServers().stream()
                .filter(OpenCodeLaunch::isOwn)
                .findFirst()
                .map(own -> Json.object()
                        .put("name", own.name())
                        .set("config", OpenCodeMcp.config(List.of(own)).get(own.name())));
    }

    private static boolean isOwn(McpServer server) {
        return server.name().equals(McpServers.OWN);
    }

    /** The one-shot run for this request. The prompt goes to its standard input. */
    LaunchSpec run() {
        ObjectNode config = config(request.context().mcpServers());
        Map<Path, String> files = new HashMap<>();
        request.context().instructions().ifPresent(text -> {
            Path file = request.context().scratch().resolve("instructions.md");
            files.put(file, text);
            config.putArray("instructions").add(file.toString());
        });
        Map<String, String> environment = environment();
        environment.putAll(request.identity());
        environment.put(OpenCodeEnvironment.CONFIG, OpenCodeConfig.merged(environment, request.executable(), config));
        environment.put(
                "OPENCODE_PERMISSION",
                OpenCodePermissions.section(request.context().permissions()).toString());
        return new LaunchSpec(runCommand(), environment, request.directory(), LaunchSpec.Input.OPEN, files);
    }

    private List<String> runCommand() {
        List<String> command = new ArrayList<>(request.executable().command("run", "--format", "json"));
        request.conversation()
                .resumed()
                .ifPresentOrElse(
                        earlier -> command.addAll(List.of("--session", earlier)),
                        () -> command.addAll(List.of(
                                "--title",
                                "yardmaster " + request.conversation().session())));
        request.model().ifPresent(model -> command.addAll(List.of("--model", model)));
        if (!request.context().mcpServers().isEmpty()) {
            command.addAll(McpLog.LOG_ARGUMENTS);
        }
        return command;
    }

    private static ObjectNode config(List<McpServer> servers) {
        ObjectNode config = Json.object();
        if (!servers.isEmpty()) {
            config.set("mcp", OpenCodeMcp.config(servers));
        }
        return config;
    }

    private Map<String, String> environment() {
        return new HashMap<>(OpenCodeEnvironment.childEnvironment(serviceEnvironment, request.executable())
                .toMap());
    }
}
