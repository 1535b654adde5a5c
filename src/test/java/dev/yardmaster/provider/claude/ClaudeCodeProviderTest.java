package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeCodeProviderTest {
    private static final Optional<String> PROMPT = Optional.of("--model \"the prompt\"");
    private static final Optional<String> NEW = Optional.empty();

    @Test
    void shouldLaunchANewConversation() {
        // When
        LaunchSpec spec = launch(Map.of(), false, ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT));

        // Then
        assertThat(spec.command())
                .containsExactly(
                        "claude",
                        "-p",
                        "--input-format",
                        "stream-json",
                        "--output-format",
                        "stream-json",
                        "--verbose",
                        "--include-partial-messages",
                        "--dangerously-skip-permissions",
                        "--disallowedTools",
                        "EnterWorktree",
                        "--disable-slash-commands",
                        "--session-id",
                        ClaudeFixture.SESSION.toString());
        assertThat(spec.directory()).isEqualTo(Path.of("/srv/tree"));
        assertThat(spec.input()).isEqualTo(LaunchSpec.Input.OPEN);
    }

    @Test
    void shouldLaunchAOneShotWithStreamJson() {
        // When
        LaunchSpec spec = launch(Map.of(), false, ClaudeFixture.request(LaunchMode.ONE_SHOT, NEW, PROMPT));

        // Then
        assertThat(spec.command())
                .containsSequence("-p", "--input-format", "stream-json", "--output-format", "stream-json");
        assertThat(spec.input()).isEqualTo(LaunchSpec.Input.OPEN);
    }

    @Test
    void shouldResumeAnEarlierConversation() {
        // When
        LaunchSpec spec = launch(
                Map.of(), false, ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, Optional.of("earlier"), PROMPT));

        // Then
        assertThat(spec.command()).containsSequence("--resume", "earlier").doesNotContain("--session-id");
    }

    @ParameterizedTest
    @EnumSource(LaunchMode.class)
    void shouldNeverPutThePromptIntoTheArguments(LaunchMode mode) {
        // When
        LaunchSpec spec = launch(Map.of(), false, ClaudeFixture.request(mode, NEW, PROMPT));

        // Then
        assertThat(spec.command()).doesNotContain("--model").noneMatch(argument -> argument.contains("prompt"));
        assertThat(spec.environment().values()).noneMatch(value -> value.contains("prompt"));
    }

    @Test
    void shouldPassOnModelArgumentsAndEnvironment() {
        // Given
        LaunchRequest plain = ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT);
        Executable executable = new Executable(
                "seat",
                ClaudeFixture.EXECUTABLE.provider(),
                "/opt/claude",
                List.of("--settings", "s"),
                Map.of("ANTHROPIC_API_KEY", "theirs"));
        LaunchRequest request = new LaunchRequest(
                executable,
                plain.mode(),
                Optional.of("opus"),
                plain.directory(),
                plain.conversation(),
                plain.context(),
                Map.of("YARDMASTER_TASK", "t1"));

        // When
        LaunchSpec spec = launch(Map.of("ANTHROPIC_API_KEY", "ours"), false, request);

        // Then
        assertThat(spec.command())
                .startsWith("/opt/claude", "--settings", "s", "-p")
                .endsWith("--model", "opus");
        assertThat(spec.environment())
                .containsEntry("ANTHROPIC_API_KEY", "theirs")
                .containsEntry("YARDMASTER_TASK", "t1");
    }

    @Test
    void shouldPassOnlyVariablesOfClaudeCode() {
        // Given
        Map<String, String> serviceEnvironment = Map.of(
                "PATH", "/bin",
                "ANTHROPIC_BASE_URL", "http://127.0.0.1:1",
                "CLAUDE_CONFIG_DIR", "/c",
                "CLAUDE_CODE_OAUTH_TOKEN", "token",
                "DISABLE_TELEMETRY", "1",
                "API_TIMEOUT_MS", "3000",
                "OPENAI_API_KEY", "other",
                "DATABASE_PASSWORD", "secret");

        // When
        LaunchSpec spec =
                launch(serviceEnvironment, false, ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT));

        // Then
        assertThat(spec.environment())
                .containsKeys(
                        "PATH",
                        "ANTHROPIC_BASE_URL",
                        "CLAUDE_CONFIG_DIR",
                        "CLAUDE_CODE_OAUTH_TOKEN",
                        "DISABLE_TELEMETRY",
                        "API_TIMEOUT_MS")
                .doesNotContainKeys("OPENAI_API_KEY", "DATABASE_PASSWORD", "IS_SANDBOX");
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE_USE_BEDROCK, AWS_REGION",
        "CLAUDE_CODE_USE_BEDROCK, AWS_BEARER_TOKEN_BEDROCK",
        "CLAUDE_CODE_USE_MANTLE, AWS_PROFILE",
        "CLAUDE_CODE_USE_VERTEX, CLOUD_ML_REGION",
        "CLAUDE_CODE_USE_VERTEX, GOOGLE_APPLICATION_CREDENTIALS",
        "CLAUDE_CODE_USE_VERTEX, VERTEX_REGION_CLAUDE_HAIKU_4_5",
        "CLAUDE_CODE_USE_FOUNDRY, AZURE_CLIENT_ID"
    })
    void shouldPassWhatACloudPlatformNeedsOnlyIfItIsSwitchedOn(String toggle, String variable) {
        // Given
        LaunchRequest plain = ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT);
        LaunchRequest switched = plain.on(ClaudeFixture.EXECUTABLE.over(Map.of(toggle, "true")));

        // When
        LaunchSpec on = launch(Map.of(toggle, "1", variable, "x"), false, plain);
        LaunchSpec onByExecutable = launch(Map.of(variable, "x"), false, switched);
        LaunchSpec off = launch(Map.of(toggle, "0", variable, "x"), false, plain);

        // Then
        assertThat(on.environment()).containsEntry(toggle, "1").containsEntry(variable, "x");
        assertThat(onByExecutable.environment()).containsEntry(variable, "x");
        assertThat(off.environment()).doesNotContainKey(variable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLAUDECODE",
                "CLAUDE_CODE_CHILD_SESSION",
                "CLAUDE_CODE_ENTRYPOINT",
                "CLAUDE_CODE_EXECPATH",
                "CLAUDE_CODE_MESSAGING_TOKEN",
                "CLAUDE_CODE_SESSION_ID",
                "CLAUDE_CODE_SSE_PORT",
                "CLAUDE_EFFORT",
                "CLAUDE_PID",
                "CLAUDE_PROJECT_DIR"
            })
    void shouldNotPassVariablesOfASurroundingSession(String variable) {
        // When
        LaunchSpec spec =
                launch(Map.of(variable, "1"), false, ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT));

        // Then
        assertThat(spec.environment()).doesNotContainKey(variable);
    }

    @Test
    void shouldLimitRetriesUnlessConfigured() {
        // Given
        LaunchRequest request = ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT);

        // When
        LaunchSpec defaults = launch(Map.of(), false, request);
        LaunchSpec configured = launch(Map.of("CLAUDE_CODE_MAX_RETRIES", "9"), false, request);

        // Then
        assertThat(defaults.environment()).containsEntry("CLAUDE_CODE_MAX_RETRIES", "2");
        assertThat(configured.environment()).containsEntry("CLAUDE_CODE_MAX_RETRIES", "9");
    }

    @ParameterizedTest
    @CsvSource({", 1", "1, 1", "yes, 1", "true, 1", "0, 0", "No, No"})
    void shouldAllowRootToSkipPermissionsUnlessTheUserSaysNo(@Nullable String configured, String passed) {
        // Given
        Map<String, String> serviceEnvironment = configured == null ? Map.of() : Map.of("IS_SANDBOX", configured);

        // When
        LaunchSpec spec =
                launch(serviceEnvironment, true, ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, NEW, PROMPT));

        // Then
        assertThat(spec.environment()).containsEntry("IS_SANDBOX", passed);
    }

    @Test
    void shouldRejectAOneShotWithoutAPrompt() {
        // Given
        LaunchRequest request = ClaudeFixture.request(LaunchMode.ONE_SHOT, NEW, Optional.empty());

        // When / Then
        assertThatThrownBy(() -> launch(Map.of(), false, request))
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    private static LaunchSpec launch(Map<String, String> serviceEnvironment, boolean root, LaunchRequest request) {
        return new ClaudeCodeProvider(serviceEnvironment, root).launch(request);
    }
}
