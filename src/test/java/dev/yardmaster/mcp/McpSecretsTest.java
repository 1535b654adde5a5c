package dev.yardmaster.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.secret.SecretBox;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpSecretsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUEST = """
            {"files": {"command": "npx", "env": {"PLAIN": "a", "KEY": {"secret": "canary-in-env"}}},
             "web": {"url": "https://example.org/mcp", "headers": {"Authorization": {"secret": "canary-in-header"}}}}""";

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private McpSecrets secrets;

    @BeforeEach
    void create() {
        secrets = new McpSecrets(new SecretBox(home), vertx);
    }

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    @Test
    void shouldEncryptAndDecryptSecrets() throws Exception {
        // When
        StoredMcpServers stored = seal(none("agent/1"), REQUEST);

        // Then
        assertThat(stored.json().toString()).contains("\"PLAIN\":\"a\"").doesNotContain("canary");
        assertThat(stored.servers().toString()).doesNotContain("canary");
        assertThat(secrets.open(stored.servers()))
                .containsExactly(
                        new McpServer.Stdio("files", "npx", List.of(), Map.of("PLAIN", "a", "KEY", "canary-in-env")),
                        new McpServer.Http(
                                "web", "https://example.org/mcp", Map.of("Authorization", "canary-in-header")));
        assertThat(Redactor.of(Map.of()).redact("canary-in-env canary-in-header"))
                .isEqualTo("*** ***");
    }

    @Test
    void shouldShowThatAValueIsSecret() throws Exception {
        // Given
        StoredMcpServers stored = seal(none("agent/1"), REQUEST);

        // When / Then
        assertThat(stored.shown()).isEqualTo(json("""
                {"files": {"command": "npx", "env": {"PLAIN": "a", "KEY": {"secret": true}}},
                 "web": {"url": "https://example.org/mcp", "headers": {"Authorization": {"secret": true}}}}"""));
        assertThat(stored.redacted().shown()).isEqualTo(json("""
                {"files": {"command": "npx", "env": {"PLAIN": "***", "KEY": {"secret": true}}},
                 "web": {"url": "https://example.org/***", "headers": {"Authorization": {"secret": true}}}}"""));
    }

    @Test
    void shouldKeepASecretThatIsSentBackAsShown() throws Exception {
        // Given
        StoredMcpServers stored = seal(none("agent/1"), REQUEST);

        // When
        StoredMcpServers again = seal(stored, stored.shown().toString());

        // Then
        assertThat(again).isEqualTo(stored);
    }

    @Test
    void shouldRefuseToKeepASecretThatIsNotStored() throws Exception {
        // Given
        StoredMcpServers stored = seal(none("agent/1"), REQUEST);
        String renamed = stored.shown().toString().replace("\"files\"", "\"other\"");

        // When / Then
        assertThatThrownBy(() -> seal(stored, renamed)).isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.detail()).contains("'KEY'", "'env'", "'other'", "has no stored secret to keep");
        });
    }

    @Test
    void shouldCheckTheValueOfASecret() {
        // Given
        String request = """
                {"web": {"url": "https://example.org/mcp", "headers": {"A": {"secret": "canary\\nB: c"}}}}""";

        // When / Then
        assertThatThrownBy(() -> seal(none("agent/1"), request))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("control character")
                .hasMessageNotContaining("canary");
    }

    @Test
    void shouldNotDecryptASecretCopiedFromAnotherOwner() throws Exception {
        // Given
        StoredMcpServers copied =
                new StoredMcpServers("agent/2", seal(none("agent/1"), REQUEST).json());

        // When / Then
        assertThatThrownBy(() -> secrets.open(copied.servers()))
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_KEY_UNUSABLE));
    }

    private StoredMcpServers seal(StoredMcpServers before, String request) throws Exception {
        return secrets.seal(before, json(request)).await().indefinitely();
    }

    private static StoredMcpServers none(String owner) {
        return new StoredMcpServers(owner, JSON.createObjectNode());
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text);
    }
}
