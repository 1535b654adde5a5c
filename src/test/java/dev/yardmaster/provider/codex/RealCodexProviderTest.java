package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.cli.RealCodex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the health and the models of the installed Codex, and the protocol that it describes. */
@RealCliTest("codex")
class RealCodexProviderTest {
    private static final RealCodex CODEX = RealCli.codex();
    private static final String NOWHERE = "http://127.0.0.1:9";

    @TempDir
    static Path temp;

    private final CodexProvider provider = new CodexProvider(Map.of(), Duration.ofMinutes(1));

    @Test
    void shouldBeReadyWithAModelProviderOfTheUser() {
        // When
        Health health = provider.probe(executable(CODEX.arguments(NOWHERE, 0), Map.of()));

        // Then
        assertThat(health.state()).as(health.message()).isEqualTo(Health.State.READY);
        assertThat(health.version()).hasValue("0.169.0");
    }

    @Test
    void shouldBeReadyWithAKey() {
        // When
        Health health = provider.probe(executable(List.of(), Map.of("OPENAI_API_KEY", "dummy")));

        // Then
        assertThat(health.state()).as(health.message()).isEqualTo(Health.State.READY);
    }

    @Test
    void shouldBeSignedOutWithoutAKey() {
        // When
        Health health = provider.probe(executable(List.of(), Map.of()));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.SIGNED_OUT);
        assertThat(health.message()).contains("login", "OPENAI_API_KEY");
    }

    @Test
    void shouldReportAMissingProgram() {
        // When
        Health health =
                provider.probe(new Executable("codex", new ProviderId("codex"), "/nowhere/codex", List.of(), Map.of()));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.NOT_INSTALLED);
        assertThat(health.message()).contains("npm install -g @openai/codex");
    }

    @Test
    void shouldListModels() {
        // When
        List<Model> models = provider.models(executable(CODEX.arguments(NOWHERE, 0), Map.of()));

        // Then
        assertThat(models).hasSizeGreaterThan(1).filteredOn(Model::preferred).hasSize(1);
        assertThat(models).allSatisfy(model -> assertThat(model.id()).startsWith("gpt-"));
    }

    @Test
    void shouldReportThatModelsCannotBeListed() {
        // Given
        Executable broken = executable(List.of("-c", "mcp_servers={ x = { command = 3 } }"), Map.of());

        // When / Then
        assertThatThrownBy(() -> provider.models(broken)).isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(e.detail()).contains("exited with code 1", "mcp_servers.x.command");
        });
    }

    /** What we say and what we read, by the definition that holds it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    InitializeParams                      | clientInfo capabilities
                    InitializeCapabilities                | optOutNotificationMethods
                    ThreadStartParams                     | cwd approvalPolicy sandbox model developerInstructions config
                    ThreadResumeParams                    | threadId excludeTurns cwd approvalPolicy sandbox model developerInstructions config
                    ThreadStartResponse                   | thread model
                    ThreadResumeResponse                  | thread model
                    TurnStartParams                       | threadId input
                    TurnStartResponse                     | turn
                    TurnInterruptParams                   | threadId turnId
                    TurnStartedNotification               | threadId turn
                    TurnCompletedNotification             | threadId turn
                    Turn                                  | id status error
                    TurnError                             | message codexErrorInfo additionalDetails
                    ErrorNotification                     | error willRetry threadId
                    AgentMessageDeltaNotification         | itemId delta
                    ReasoningSummaryTextDeltaNotification | itemId delta
                    ReasoningTextDeltaNotification        | itemId delta
                    ItemStartedNotification               | item threadId
                    ItemCompletedNotification             | item threadId
                    ThreadTokenUsageUpdatedNotification   | threadId turnId tokenUsage
                    ThreadTokenUsage                      | total last
                    TokenUsageBreakdown                   | inputTokens cachedInputTokens cacheWriteInputTokens outputTokens
                    AccountRateLimitsUpdatedNotification  | rateLimits
                    RateLimitSnapshot                     | limitId primary secondary
                    RateLimitWindow                       | usedPercent windowDurationMins resetsAt
                    ConfigWarningNotification             | summary
                    McpServerStatusUpdatedNotification    | status
                    ModelListParams                       | limit
                    ModelListResponse                     | data
                    Model                                 | model displayName isDefault
                    GetAccountResponse                    | requiresOpenaiAuth
                    """)
    /** The fields that we send and read, by the definition that contains them. */
    void shouldStillHaveTheFieldsThatWeUse(String definition, String fields) throws Exception {
        // When
        JsonNode properties = schema("codex_app_server_protocol.v2.schemas.json")
                .path("definitions")
                .path(definition)
                .path("properties");

        // Then
        assertThat(fields.split(" "))
                .allSatisfy(field -> assertThat(properties.has(field))
                        .as(definition + "." + field)
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ClientRequest      | initialize thread/start thread/resume turn/start turn/interrupt model/list account/read
                    ClientNotification | initialized
                    ServerNotification | error turn/started turn/completed item/started item/completed item/agentMessage/delta item/reasoning/summaryTextDelta item/reasoning/textDelta thread/tokenUsage/updated account/rateLimits/updated configWarning mcpServer/startupStatus/updated
                    ServerRequest      | item/commandExecution/requestApproval item/fileChange/requestApproval item/permissions/requestApproval item/tool/requestUserInput mcpServer/elicitation/request item/tool/call execCommandApproval applyPatchApproval
                    """)
    void shouldStillHaveTheMethodsThatWeUse(String side, String methods) throws Exception {
        // When
        List<String> known = schema(side + ".json")
                .path("oneOf")
                .valueStream()
                .map(message -> message.at("/properties/method/enum/0").asText())
                .toList();

        // Then
        assertThat(known).contains(methods.split(" "));
        if (side.equals("ServerNotification")) {
            assertThat(known).containsAll(AppServerNotifications.SUPPRESSED);
        }
    }

    /** Codex writes the schema once for all tests. */
    private JsonNode schema(String file) throws Exception {
        Path directory = temp.resolve("schema");
        if (!Files.exists(directory)) {
            Executable executable = executable(List.of(), Map.of());
            List<String> command =
                    executable.command("app-server", "generate-json-schema", "--out", directory.toString());
            CommandRunner.run(
                    new LaunchSpec(command, executable.environment(), temp, LaunchSpec.Input.EMPTY),
                    List.of(),
                    Duration.ofSeconds(30));
        }
        return Json.parse(Files.readString(directory.resolve(file)));
    }

    private static Executable executable(List<String> arguments, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(CODEX.environment(temp, NOWHERE));
        environment.putAll(variables);
        return new Executable("codex", new ProviderId("codex"), CODEX.binary().toString(), arguments, environment);
    }
}
