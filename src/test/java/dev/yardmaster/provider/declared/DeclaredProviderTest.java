package dev.yardmaster.provider.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.mcp.McpServer.Http;
import dev.yardmaster.mcp.McpServer.Stdio;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.claude.ClaudeCodeProvider;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredProviderTest {
    private static final AgentProvider BASE = new ClaudeCodeProvider();
    private static final UUID SESSION = UUID.randomUUID();

    @TempDir
    Path directory;

    @Test
    void shouldUseTheValuesOfItsBaseByDefault() {
        // When
        AgentProvider fork = declared(Map.of());

        // Then
        assertThat(fork.id()).isEqualTo(new ProviderId("fork"));
        assertThat(fork.displayName()).isEqualTo("fork");
        assertThat(fork.runtime()).isEqualTo("claude");
        assertThat(fork.defaultProgram()).isEqualTo("claude");
        assertThat(fork.capabilities().resume()).isTrue();
        assertThat(fork.capabilities().instructionFiles()).containsExactly("CLAUDE.md");
        assertThat(command(fork, request()))
                .isEqualTo(BASE.launch(request()).command())
                .startsWith("/opt/fork", "--own");
    }

    @Test
    void shouldInsertValuesAndLeaveOutGroupsWithoutAValue() {
        // Given
        AgentProvider fork = declared(
                Map.of(
                        "arguments",
                        "run,two words,--model={model} -x,--id {session},--again {resume},--in {directory},{prompt},--mcp {mcp-file}"));

        // When
        List<String> command = command(fork, request());

        // Then
        assertThat(command)
                .containsExactly(
                        "/opt/fork",
                        "--own",
                        "run",
                        "two words",
                        "--model=a model",
                        "-x",
                        "--id",
                        SESSION.toString(),
                        "--in",
                        directory.toString());
    }

    @Test
    void shouldResumeAConversation() {
        // Given
        AgentProvider fork = declared(Map.of("arguments", "--id {session},--again {resume}"));
        LaunchRequest resuming = request(
                LaunchContext.none(directory), new Conversation(SESSION, Optional.of("earlier"), Optional.empty()));

        // When
        List<String> command = command(fork, resuming);

        // Then
        assertThat(command).containsExactly("/opt/fork", "--own", "--again", "earlier");
        assertThat(fork.capabilities().resume()).isTrue();
        assertThat(declared(Map.of("arguments", "--id {session}"))
                        .capabilities()
                        .resume())
                .isFalse();
    }

    @Test
    void shouldWriteTheFilesThatItsArgumentsMention() {
        // Given
        AgentProvider fork = declared(Map.of("arguments", "--rules {instructions-file},--mcp {mcp-file}"));
        var context = new LaunchContext(
                Optional.of("Be kind."),
                List.of(
                        new Stdio("files", "npx", List.of("-y"), Map.of("A", "1")),
                        new Http("web", "https://example.org", Map.of())),
                Permissions.FULL,
                directory);

        // When
        LaunchSpec spec = fork.launch(request(context, conversation()));

        // Then
        Path rules = Path.of(spec.command().get(3));
        Path mcp = Path.of(spec.command().get(5));
        assertThat(spec.files()).containsEntry(rules, "Be kind.");
        JsonObject servers = new JsonObject(spec.files().get(mcp)).getJsonObject("mcpServers");
        assertThat(servers.getJsonObject("files").getString("command")).isEqualTo("npx");
        assertThat(servers.getJsonObject("web").getString("url")).isEqualTo("https://example.org");
    }

    @Test
    void shouldPreferTheEnvironmentOfTheExecutable() {
        // Given
        AgentProvider fork = declared(Map.of("environment.LOW", "provider", "environment.HIGH", "provider"));

        // When
        Map<String, String> environment = fork.launch(request()).environment();

        // Then
        assertThat(environment).containsEntry("LOW", "provider").containsEntry("HIGH", "executable");
    }

    @Test
    void shouldListTheConfiguredModelsAndAliases() {
        // Given
        AgentProvider fork = declared(Map.of("models", "small,large", "aliases.opus", "large"));

        // When
        List<Model> models = fork.models(executable("/opt/fork"));

        // Then
        assertThat(models).extracting(Model::id).containsExactly("small", "large");
        assertThat(fork.modelAliases()).containsEntry("opus", "large");
    }

    @Test
    void shouldFindTheVersionByTheConfiguredCommand() throws Exception {
        // Given
        Path program = Files.writeString(
                directory.resolve("fork"),
                "#!/bin/sh\n[ \"$*\" = '--own about' ] && echo \"It's fork v7.1-beta ($LOW)\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        AgentProvider fork = declared(Map.of(
                "command",
                "fork",
                "version-command",
                "fork,about",
                "version-pattern",
                "fork v(\\S+)",
                "environment.LOW",
                "x"));

        // When
        Health health = fork.probe(executable(program.toString()));

        // Then
        assertThat(health)
                .isEqualTo(new Health(Health.State.READY, Optional.of("7.1-beta"), "fork 7.1-beta is installed."));
    }

    @Test
    void shouldExplainHowToInstallIt() {
        // Given
        AgentProvider fork = declared(Map.of("version-pattern", "(.*)", "install-hint", "Ask Ann."));

        // When
        Health health = fork.probe(executable("/nonexistent/fork"));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.NOT_INSTALLED);
        assertThat(health.message()).endsWith("Ask Ann.");
    }

    @Test
    void shouldReadNoInstructionFilesIfInstructionsAreInjected() {
        // When
        AgentProvider fork = declared(Map.of("instructions", "inject"));

        // Then
        assertThat(fork.capabilities().instructionFiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dialect         | nope       | yardmaster.providers.fork.dialect is 'nope'. Known dialects: claude-stream-json.
            arguments       | --x {y}    | yardmaster.providers.fork.arguments has the unknown placeholder {y}. Known placeholders: directory,
            version-pattern | fork.*     | yardmaster.providers.fork.version-pattern has no group.
            version-pattern | (          | yardmaster.providers.fork.version-pattern is not a valid regular expression
            """)
    void shouldRefuseAnInvalidSetting(String setting, String value, String detail) {
        // When
        var thrown = assertThatThrownBy(() -> declared(Map.of(setting, value)));

        // Then
        thrown.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(e.detail()).startsWith(detail);
        });
    }

    @ParameterizedTest
    @CsvSource({"claude-code, id already exists", "Fork, has an invalid id"})
    void shouldRefuseAnInvalidId(String id, String detail) {
        // When
        var thrown = assertThatThrownBy(() -> DeclaredProvider.of(id, entry(Map.of()), List.of(BASE)));

        // Then
        thrown.hasMessageContaining(detail);
    }

    private static AgentProvider declared(Map<String, String> settings) {
        return DeclaredProvider.of("fork", entry(settings), List.of(BASE));
    }

    private static ProviderConfig.Entry entry(Map<String, String> settings) {
        Map<String, String> properties =
                new HashMap<>(Map.of("yardmaster.providers.fork.dialect", "claude-stream-json"));
        settings.forEach((name, value) -> properties.put("yardmaster.providers.fork." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(ProviderConfig.class)
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(ProviderConfig.class)
                .byId()
                .get("fork");
    }

    private List<String> command(AgentProvider provider, LaunchRequest request) {
        return provider.launch(request).command();
    }

    private static Executable executable(String path) {
        return new Executable("fork", new ProviderId("fork"), path, List.of("--own"), Map.of("HIGH", "executable"));
    }

    private LaunchRequest request() {
        return request(LaunchContext.none(directory), conversation());
    }

    private static Conversation conversation() {
        return new Conversation(SESSION, Optional.empty(), Optional.empty());
    }

    private LaunchRequest request(LaunchContext context, Conversation conversation) {
        return new LaunchRequest(
                executable("/opt/fork"),
                LaunchMode.BIDIRECTIONAL,
                Optional.of("a model"),
                directory,
                conversation,
                context,
                Map.of());
    }
}
