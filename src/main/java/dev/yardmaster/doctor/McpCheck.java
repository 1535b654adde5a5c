package dev.yardmaster.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the programs of the MCP servers of agents and projects are there. It does not start them. */
record McpCheck(Service service, Programs programs) implements Check {
    private static final String REDACTED = "***";

    @Override
    public String name() {
        return "mcp";
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        var api = service.api();
        if (api.isEmpty() || !isHere(api.get().target().address())) {
            return List.of();
        }
        try {
            List<Server> servers = new ArrayList<>();
            servers.addAll(servers(api.get(), "project"));
            servers.addAll(servers(api.get(), "agent"));
            return findings(servers);
        } catch (ClientException e) {
            return List.of(Finding.of(name(), State.WARNING, e.getMessage()));
        }
    }

    /** A program can be looked up only on the machine of the service. */
    private static boolean isHere(URI address) {
        return address.getHost().matches("localhost|127\\..*|\\[::1]");
    }

    /** An MCP server that is a program, of an agent or a project. */
    private record Server(String name, String owner, String command) {
        @Override
        public String toString() {
            return "the MCP server '" + name + "' of " + owner;
        }
    }

    private static List<Server> servers(ApiClient api, String kind) throws InterruptedException {
        List<Server> servers = new ArrayList<>();
        for (JsonNode owner :
                api.send(Call.get("/api/" + kind + "s").with("limit", "1000")).path("items")) {
            for (Map.Entry<String, JsonNode> server : owner.path("mcpServers").properties()) {
                String command = server.getValue().path("command").asText();
                if (!command.isEmpty() && !command.contains(REDACTED)) {
                    servers.add(new Server(
                            server.getKey(),
                            "the " + kind + " '" + owner.path("name").asText() + "'",
                            command));
                }
            }
        }
        return servers;
    }

    private List<Finding> findings(List<Server> servers) {
        if (servers.isEmpty()) {
            return List.of();
        }
        List<Finding> faults =
                servers.stream().flatMap(server -> fault(server).stream()).toList();
        return faults.isEmpty()
                ? List.of(Finding.ok(name(), "The programs of " + servers.size() + " MCP servers are installed."))
                : faults;
    }

    private Optional<Finding> fault(Server server) {
        if (!programs.exists(server.command())) {
            return Optional.of(Finding.warning(
                    name(),
                    "The program '" + server.command() + "' of " + server + " is not found.",
                    "Install it, or correct the 'command' of the server."));
        }
        Path file = Path.of(server.command());
        return file.isAbsolute() && !Files.isExecutable(file)
                ? Optional.of(Finding.warning(
                        name(), "The program '" + file + "' of " + server + " is not executable.", "chmod +x " + file))
                : Optional.empty();
    }
}
