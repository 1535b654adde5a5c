package dev.yardmaster.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.executable.ProviderCatalog;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.declared.DeclaredProvider;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the contract of {@link AgentProvider} for all providers, including those that are declared by configuration. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ProviderContractTest {
    private static final String PROMPT = "the-marker-of-a-prompt";
    private static final String SECRET = "the-value-of-a-secret";
    private static final String PROGRAM = "/opt/agents/some-cli";
    private static final ProcessExit EXIT = new ProcessExit(0, Optional.empty(), "");
    private static final ProcessExit KILLED = new ProcessExit(137, Optional.of(9), "Killed");

    @Inject
    ProviderCatalog catalog;

    @TempDir
    Path directory;

    @Test
    void shouldHaveDistinctNames() {
        // Given
        Set<String> names = new HashSet<>();

        // When
        List<AgentProvider> providers = catalog.providers();

        // Then
        assertThat(providers).isNotEmpty();
        for (AgentProvider provider : providers) {
            List<String> own = new ArrayList<>(List.of(provider.id().value(), provider.runtime()));
            own.addAll(provider.aliases());
            // A declared provider shares the names of its base, which refer to the base.
            Set<String> unshared =
                    provider instanceof DeclaredProvider ? Set.of(provider.id().value()) : Set.copyOf(own);
            unshared.forEach(name -> assertThat(names.add(name)).as(name).isTrue());
            assertThat(own).allMatch(name -> name.matches("[a-z0-9][a-z0-9-]{0,63}"));
            assertThat(provider.displayName()).isNotBlank();
            assertThat(provider.defaultProgram()).isNotBlank().doesNotContain(" ");
            assertThat(provider.installHint()).contains(" ").doesNotContain("\n");
        }
    }

    @Test
    void shouldDescribeItsCapabilities() {
        // When
        List<AgentProvider> providers = catalog.providers();

        // Then
        for (AgentProvider provider : providers) {
            Capabilities capabilities = provider.capabilities();
            assertThat(capabilities.modes())
                    .as("%s", provider.id())
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(capabilities.modes()).containsAll(provider.dialects().values());
            assertThat(capabilities.instructionFiles()).allMatch(file -> file.endsWith(".md"));
            assertThat(provider.modelAliases().keySet()).allMatch(alias -> !alias.isBlank());
        }
    }

    @Test
    void shouldNotPutThePromptIntoTheCommandOrEnvironment() {
        forEachMode((provider, request) -> {
            // When
            LaunchSpec spec = provider.launch(request);

            // Then
            assertThat(spec.command()).startsWith(PROGRAM, "--first").noneMatch(word -> word.contains(PROMPT));
            assertThat(spec.environment().values()).noneMatch(value -> value.contains(PROMPT));
            assertThat(spec.directory()).isEqualTo(directory);
        });
    }

    @Test
    void shouldPassNoSecretsOfTheServiceToTheChild() {
        forEachMode((provider, request) -> {
            // When
            Map<String, String> environment = provider.launch(request).environment();

            // Then
            assertThat(environment)
                    .containsEntry("TZ", "UTC")
                    .containsEntry("LC_ALL", "C.UTF-8")
                    .containsEntry("A_TOKEN", SECRET)
                    .containsAllEntriesOf(request.identity());
            assertThat(environment.keySet())
                    .filteredOn(name -> name.matches("(YARDMASTER|QUARKUS|PG).*"))
                    .isSubsetOf(request.identity().keySet());
        });
    }

    @Test
    void shouldNotShowSecretsInTexts() {
        forEachMode((provider, request) -> {
            // When
            String shown = provider + " " + request + " " + provider.launch(request) + " " + provider.dialogue(request);

            // Then
            assertThat(shown).doesNotContain(SECRET);
            assertThat(provider.launch(request).toString()).doesNotContain(PROMPT);
        });
    }

    @Test
    void shouldReportThePromptFirst() {
        forEachMode((provider, request) -> {
            // When
            Dialogue.Step step = provider.dialogue(request).start();

            // Then
            assertThat(step.events()).containsExactly(new AgentEvent.UserMessage(PROMPT));
            assertThat(step.replies()).noneMatch(line -> line.contains("\n"));
        });
    }

    @Test
    void shouldAcceptAnyLine() {
        forEachMode((provider, request) -> {
            // Given
            Dialogue dialogue = provider.dialogue(request);
            dialogue.start();

            // When
            Random random = new Random(1);
            for (int i = 0; i < 2_000; i++) {
                EventTexts.all(dialogue.onLine(randomLine(random)).events());
            }

            // Then
            assertThat(dialogue.onLine(Line.of("")).events()).as("a blank line").isEmpty();
            assertThat(dialogue.onLine(Line.of(" \t")).events())
                    .as("a blank line")
                    .isEmpty();
            byte[] beginning = "{\"type\":\"a line that is too lo".getBytes(StandardCharsets.UTF_8);
            assertThat(dialogue.onLine(new Line(beginning, 0, beginning.length, 1_000_000))
                            .events())
                    .as("a line that was cut")
                    .isNotEmpty();
            dialogue.onExit(EXIT);
        });
    }

    @Test
    void shouldAcceptInterruptsAndTheExitAtAnyTime() {
        forEachMode((provider, request) -> {
            for (ProcessExit exit : List.of(EXIT, KILLED)) {
                // Given
                Dialogue untouched = provider.dialogue(request);
                Dialogue started = provider.dialogue(request);

                // When
                untouched.onInterrupt();
                untouched.onExit(exit);
                started.start();
                started.onInterrupt();
                started.onInterrupt();
                List<AgentEvent> last = started.onExit(exit).events();

                // Then
                assertThat(last).noneMatch(event -> event instanceof AgentEvent.UserMessage);
            }
        });
    }

    @Test
    void shouldExplainHowToInstallItsProgram() {
        for (AgentProvider provider : catalog.providers()) {
            // When
            Health health = provider.probe(missing(provider));

            // Then
            assertThat(health.state()).isEqualTo(Health.State.NOT_INSTALLED);
            assertThat(health.message()).contains("/nowhere/cli", provider.installHint());
        }
    }

    /** Returns all providers that ask their CLI for models. */
    private List<AgentProvider> withOwnModels() {
        return catalog.providers().stream()
                .filter(provider -> !(provider instanceof DeclaredProvider))
                .toList();
    }

    @Test
    void shouldReportAMissingProgramWhenAskedForModels() {
        for (AgentProvider provider : withOwnModels()) {
            // When
            var thrown = assertThatThrownBy(() -> provider.models(missing(provider)));

            // Then
            thrown.isInstanceOfSatisfying(YardmasterException.class, problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                assertThat(problem.detail()).contains("/nowhere/cli");
            });
        }
    }

    private void forEachMode(BiConsumer<AgentProvider, LaunchRequest> check) {
        for (AgentProvider provider : catalog.providers()) {
            for (LaunchMode mode : provider.capabilities().modes()) {
                check.accept(provider, request(provider, mode));
            }
        }
    }

    private LaunchRequest request(AgentProvider provider, LaunchMode mode) {
        var executable = new Executable("some", provider.id(), PROGRAM, List.of("--first"), Map.of("A_TOKEN", SECRET));
        var conversation = new LaunchRequest.Conversation(UUID.randomUUID(), Optional.empty(), Optional.of(PROMPT));
        return new LaunchRequest(
                executable,
                mode,
                Optional.of("maker/model"),
                directory,
                conversation,
                LaunchContext.none(directory.resolve("scratch")),
                Map.of("YARDMASTER_AGENT", "ada", "YARDMASTER_INSTANCE", "here"));
    }

    private static Executable missing(AgentProvider provider) {
        return new Executable("missing", provider.id(), "/nowhere/cli", List.of(), Map.of());
    }

    /** Returns random JSON with the names that protocols use, incomplete JSON, or random bytes. */
    private static Line randomLine(Random random) {
        byte[] json = value(random, 0).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[random.nextInt(1, 30)];
        random.nextBytes(noise);
        return switch (random.nextInt(4)) {
            case 0 -> new Line(json, 0, random.nextInt(json.length + 1), 0);
            case 1 -> new Line(noise, 0, noise.length, 0);
            default -> new Line(json, 0, json.length, 0);
        };
    }

    private static final List<String> NAMES = List.of(
            "type",
            "subtype",
            "method",
            "id",
            "params",
            "result",
            "error",
            "message",
            "item",
            "part",
            "properties",
            "sessionID",
            "status",
            "content",
            "usage",
            "turn",
            "thread",
            "event",
            "delta",
            "body",
            "request",
            "info");

    private static final List<String> WORDS = List.of(
            "assistant",
            "user",
            "result",
            "system",
            "init",
            "stream_event",
            "rate_limit_event",
            "control_response",
            "turn/started",
            "turn/completed",
            "item/started",
            "item/completed",
            "error",
            "account/rateLimits/updated",
            "thread/tokenUsage/updated",
            "thread.started",
            "turn.failed",
            "item.completed",
            "turn.completed",
            "session.status",
            "session.idle",
            "session.error",
            "message.part.updated",
            "message.updated",
            "retry",
            "yardmaster.answer",
            "create",
            "prompt",
            "text",
            "tool",
            "tool_use",
            "step_finish",
            "agentMessage",
            "1");

    private static String value(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(depth > 4 ? 4 : 7)) {
            case 1 -> "null";
            case 2 -> Integer.toString(random.nextInt(-5, 500));
            case 3 -> "true";
            case 4 -> "[" + value(random, depth + 1) + "]";
            case 5 -> "\"" + WORDS.get(random.nextInt(WORDS.size())) + "\"";
            default -> object(random, depth);
        };
    }

    private static String object(Random random, int depth) {
        List<String> fields = new ArrayList<>();
        fields.add("\"" + (random.nextBoolean() ? "type" : "method") + "\":\"" + WORDS.get(random.nextInt(WORDS.size()))
                + "\"");
        for (int i = random.nextInt(depth > 4 ? 1 : 6); i > 0; i--) {
            fields.add("\"" + NAMES.get(random.nextInt(NAMES.size())) + "\":" + value(random, depth + 1));
        }
        return "{" + String.join(",", fields) + "}";
    }
}
