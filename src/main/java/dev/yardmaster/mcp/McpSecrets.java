package dev.yardmaster.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.secret.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encrypts the secrets of MCP servers before they are stored, and decrypts them for a session. */
@Singleton
public class McpSecrets {
    private final SecretBox box;
    private final Vertx vertx;

    McpSecrets(SecretBox box, Vertx vertx) {
        this.box = box;
        this.vertx = vertx;
    }

    /**
     * Checks the servers of a request and encrypts their new secrets on a worker thread, because that reads the key file. Continues on the
     * caller's event loop. Fails with {@code invalid_request} or {@code secret_key_unusable}.
     *
     * @param before the stored servers, whose secrets can be kept
     */
    public Uni<StoredMcpServers> seal(StoredMcpServers before, ObjectNode requested) {
        McpServers.check(McpServersJson.read(requested));
        boolean newSecrets = ValuePlace.in(requested)
                .anyMatch(place -> SecretValue.of(place.value(requested))
                        .flatMap(SecretValue::text)
                        .isPresent());
        return newSecrets
                ? vertx.executeBlocking(() -> sealed(before, requested), false)
                : Uni.createFrom().item(() -> sealed(before, requested));
    }

    /** Decrypts the secrets of servers. Blocks to read the key file; for any thread. Throws {@code secret_key_unusable}. */
    public List<McpServer> open(List<McpServer> servers) {
        return servers.stream().map(this::open).toList();
    }

    private McpServer open(McpServer server) {
        Map<String, String> values = new HashMap<>(server.values());
        server.secrets().forEach((name, secret) -> values.put(name, box.open(secret.text(), secret.place())));
        return server.with(values, Map.of());
    }

    private StoredMcpServers sealed(StoredMcpServers before, ObjectNode requested) {
        return new StoredMcpServers(
                before.owner(),
                ValuePlace.map(
                        requested,
                        (place, value) -> SecretValue.of(value)
                                .map(secret -> stored(before, place, secret))
                                .orElse(value)));
    }

    private JsonNode stored(StoredMcpServers before, ValuePlace place, SecretValue secret) {
        String sealed = secret.text()
                .map(text -> box.seal(text, before.sealedFor(place)))
                .or(() -> before.sealed(place))
                .orElseThrow(() -> nothingToKeep(place));
        return JsonNodeFactory.instance.objectNode().put(StoredMcpServers.SEALED, sealed);
    }

    private static YardmasterException nothingToKeep(ValuePlace place) {
        return new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "'" + place.name() + "' in '" + place.field() + "' of the MCP server '" + place.server()
                        + "' has no stored secret to keep. Send {\"secret\": \"value\"}.");
    }
}
