package dev.yardmaster.provider.claude;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Model;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the health and the models of the installed Claude Code. */
@RealCliTest("claude-code")
class RealOutOfSessionCommandTest {
    private static final MockLlm LLM = MockLlm.start();

    private final ClaudeCodeProvider provider = new ClaudeCodeProvider(Map.of(), false);
    private final LlmEndpoint api = LLM.scenario(ok());

    @TempDir
    private Path home;

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldBeReadyWithAKey() {
        // When
        Health health = provider.probe(executable(environment()));

        // Then
        assertThat(health).isEqualTo(new Health(State.READY, Optional.of("2.1.332"), "Claude Code 2.1.332 is ready."));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void shouldBeSignedOutWithoutAKey() {
        // When
        Health health = provider.probe(executable(signedOut()));

        // Then
        assertThat(health.state()).isEqualTo(State.SIGNED_OUT);
        assertThat(health.version()).hasValue("2.1.332");
        assertThat(health.message())
                .startsWith("Claude Code 2.1.332 is not signed in. Run '"
                        + RealCli.claude().binary() + "' and /login");
    }

    @Test
    void shouldListItsModelsEvenSignedOut() {
        // When
        List<Model> models = provider.models(executable(signedOut()));

        // Then
        assertThat(models)
                .contains(new Model(
                        "default", Optional.of("Default (recommended)"), true, Optional.of("claude-opus-5-5")))
                .extracting(Model::id)
                .contains("opus", "sonnet", "haiku")
                .doesNotHaveDuplicates();
        assertThat(models).filteredOn(Model::preferred).hasSize(1);
        assertThat(api.requests()).isEmpty();
    }

    private Map<String, String> environment() {
        return RealCli.claude().environment(home, api.url());
    }

    private Map<String, String> signedOut() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.remove("ANTHROPIC_API_KEY");
        return environment;
    }

    private Executable executable(Map<String, String> environment) {
        return new Executable(
                "claude-code", provider.id(), RealCli.claude().binary().toString(), List.of(), environment);
    }
}
