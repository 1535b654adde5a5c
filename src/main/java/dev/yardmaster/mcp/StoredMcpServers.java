package dev.yardmaster.mcp;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer.Sealed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MCP servers as the database stores them: as in {@link McpServersJson}, but a secret is {@code {"sealed": "…"}}, encrypted. As JSON, the secrets
 * are {@code {"secret": true}}.
 *
 * @param owner the agent or project that has the servers; its secrets can't be decrypted as those of another one
 */
public record StoredMcpServers(String owner, ObjectNode json) {
    /** The field of an encrypted secret. */
    static final String SEALED = "sealed";

    /** Returns the servers as the API shows them to admins. */
    @JsonValue
    public ObjectNode shown() {
        return ValuePlace.map(json, (_, value) -> sealed(value).isPresent() ? SecretValue.shown() : value);
    }

    /** Returns the servers without arguments, values and paths, because these can be secrets. */
    public StoredMcpServers redacted() {
        ObjectNode masked = McpServersJson.redacted(shown());
        return new StoredMcpServers(owner, ValuePlace.map(masked, (place, mask) -> {
            JsonNode stored = place.value(json);
            return sealed(stored).isPresent() ? stored : mask;
        }));
    }

    /** Returns the servers; their secrets are still encrypted. */
    public List<McpServer> servers() {
        return McpServersJson.read(shown()).stream().map(this::withSecrets).toList();
    }

    /** Returns the encrypted secret at a place, if there is one. */
    Optional<String> sealed(ValuePlace place) {
        return sealed(place.value(json));
    }

    /** Returns the place that a secret is encrypted for. */
    String sealedFor(ValuePlace place) {
        return owner + "/mcp/" + place;
    }

    private static Optional<String> sealed(JsonNode value) {
        return Optional.ofNullable(value.path(SEALED).textValue());
    }

    private McpServer withSecrets(McpServer server) {
        Map<String, String> values = new HashMap<>(server.values());
        Map<String, Sealed> secrets = new HashMap<>();
        ValuePlace.in(json)
                .filter(place -> place.server().equals(server.name()))
                .forEach(place -> sealed(place).ifPresent(text -> {
                    values.remove(place.name());
                    secrets.put(place.name(), new Sealed(text, sealedFor(place)));
                }));
        return server.with(values, secrets);
    }

    /** Leaves out the servers, which can hold secrets. */
    @Override
    public String toString() {
        return "StoredMcpServers[owner=" + owner + "]";
    }
}
