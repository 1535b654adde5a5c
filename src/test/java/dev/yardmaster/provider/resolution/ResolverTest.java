package dev.yardmaster.provider.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.TestProvider;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Defaults;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of executables and models, and the notes and errors about those that are not used. */
class ResolverTest {
    private static final TestProvider ROOK = TestProvider.of("rook-code", "rook", Map.of());
    private static final TestProvider PAWN =
            TestProvider.of("pawn", "pawn", Map.of("large", "pawn-9", "small", "pawn-1"));
    private static final Executable ORPHAN =
            new Executable("orphan", new ProviderId("gone"), "orphan", List.of(), Map.of());
    /** The executables whose models are known. */
    private static final Map<String, List<String>> LISTED =
            Map.of("pawn-work", List.of("pawn-9"), "rook-work", List.of("rook-1"));

    private static final Resolver RESOLVER = new Resolver(
            List.of(ROOK, PAWN),
            List.of(
                    ROOK.executable("rook-code"),
                    ROOK.executable("rook-work"),
                    PAWN.executable("pawn"),
                    PAWN.executable("pawn-work"),
                    ORPHAN),
            Map.of(PAWN.id(), Map.of("mine", "pawn-5", "small", "pawn-2")),
            ROOK.id(),
            (executable, model) ->
                    LISTED.containsKey(executable) && !LISTED.get(executable).contains(model));

    @ParameterizedTest
    @CsvSource({
        // executable, model, the model in the warning
        "pawn-work, small, pawn-2",
        "pawn-work, mine , pawn-5",
        "rook-work, large, large",
    })
    void shouldWarnAboutAnAliasOfAModelThatTheExecutableDoesNotList(String executable, String alias, String model) {
        // When
        Resolution resolution = RESOLVER.resolve(preferences(choice(null, executable, alias), Choice.NONE));

        // Then
        assertThat(resolution.model()).contains(model);
        assertThat(resolution.problem()).isEmpty();
        assertThat(resolution.notes())
                .last()
                .asString()
                .startsWith("Warning: ")
                .contains("'" + model + "'", executable);
    }

    @ParameterizedTest
    @CsvSource({
        "pawn-work, large", // It is listed.
        "pawn     , small", // No list is known.
        "rook-work, any-9", // It is no alias.
    })
    void shouldNotWarnAboutOtherModels(String executable, String model) {
        // When
        Resolution resolution = RESOLVER.resolve(preferences(choice(null, executable, model), Choice.NONE));

        // Then
        assertThat(resolution.notes()).noneMatch(note -> note.startsWith("Warning"));
    }

    @ParameterizedTest
    @CsvSource({
        // request: provider, executable; agent: provider, executable; expected: provider, executable
        "     ,          ,      ,           , rook-code, rook-code",
        "     ,          , pawn ,           , pawn     , pawn",
        "     ,          , pawn , pawn-work , pawn   , pawn-work",
        "     ,          ,      , pawn-work , pawn   , pawn-work",
        "rook ,          , pawn , pawn-work , rook-code, rook-code",
        "pawn ,          ,      , pawn-work , pawn   , pawn-work",
        "     , rook-work, pawn , pawn-work , rook-code, rook-work",
        "rook , rook-work, pawn , pawn-work , rook-code, rook-work",
        "rook ,          ,      , gone      , rook-code, rook-code",
        "rook ,          ,      , orphan    , rook-code, rook-code",
        "pawn ,          , rook , pawn-work , pawn   , pawn-work",
    })
    void shouldFindTheExecutable(
            String requestProvider,
            String requestExecutable,
            String agentProvider,
            String agentExecutable,
            String provider,
            String executable) {
        // When
        Resolution resolution = RESOLVER.resolve(preferences(
                choice(requestProvider, requestExecutable, null), choice(agentProvider, agentExecutable, null)));

        // Then
        assertThat(resolution.provider()).isEqualTo(provider);
        assertThat(resolution.executable()).isEqualTo(executable);
        assertThat(resolution.hops())
                .extracting(Hop::executable, Hop::outcome)
                .containsExactly(tuple(executable, Outcome.CHOSEN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "     | none      |      |           | There is no executable 'none' (level 1, request executable).",
                "rook | none      |      |           | There is no executable 'none' (level 1, request executable).",
                "     |           |      | none      | There is no executable 'none' (level 4, agent executable).",
                "     |           | rook | none      | There is no executable 'none' (level 4, agent executable).",
                "pawn | rook-work |      |           | (level 1, request executable) belongs to the provider 'rook-code', not to 'pawn' (level 1, request).",
                "     |           | rook | pawn-work | (level 4, agent executable) belongs to the provider 'pawn', not to 'rook-code' (level 4, agent).",
                "     |           |      | orphan    | (level 4, agent executable) belongs to the provider 'gone', which does not exist.",
            })
    void shouldRefuseAnExecutableThatDoesNotFit(
            String requestProvider,
            String requestExecutable,
            String agentProvider,
            String agentExecutable,
            String detail) {
        // Given
        Preferences preferences = preferences(
                choice(requestProvider, requestExecutable, null), choice(agentProvider, agentExecutable, null));

        // When
        Resolution explained = RESOLVER.explain(preferences);

        // Then
        String problem = explained.problem().orElseThrow();
        assertThat(problem).contains(detail);
        assertThat(explained.executable()).isEqualTo(requestExecutable == null ? agentExecutable : requestExecutable);
        assertThatThrownBy(() -> RESOLVER.resolve(preferences))
                .isInstanceOf(YardmasterException.class)
                .hasMessage(problem);
    }

    @Test
    void shouldExplainWhyTheAgentsExecutableIsNotUsed() {
        // When
        Resolution resolution =
                RESOLVER.resolve(preferences(choice("rook", null, null), choice("pawn", "pawn-work", null)));

        // Then
        assertThat(resolution.notes())
                .containsExactly(
                        "The agent's executable 'pawn-work' does not belong to the provider 'rook-code', so the"
                                + " provider's default executable is used.");
    }

    @ParameterizedTest
    @CsvSource({
        // request: provider, model; agent: provider, model; model of the project, of the workspace; expected: level,
        // model
        "     ,        ,      ,        ,        ,        , 5,        ",
        "     ,        ,      ,        ,        , rook-w , 4, rook-w ",
        "     ,        ,      ,        , rook-p , rook-w , 3, rook-p ",
        "     ,        ,      , rook-a , rook-p , rook-w , 2, rook-a ",
        "     , rook-r ,      , rook-a , rook-p , rook-w , 1, rook-r ",
        // Aliases: of the provider, of another provider, configured, and configured instead of the provider's.
        "     ,        , pawn , large  ,        ,        , 2, pawn-9 ",
        "     ,        ,      , large  ,        ,        , 2, large  ",
        "     ,        , pawn , mine   ,        ,        , 2, pawn-5 ",
        "     ,        , pawn , small  ,        ,        , 2, pawn-2 ",
        "     ,        ,      ,        , large  ,        , 3, large  ",
        // The request chooses another provider than the agent.
        "pawn ,        ,      , rook-a ,        ,        , 5,        ",
        "pawn ,        ,      , large  ,        ,        , 2, pawn-9 ",
        "pawn ,        ,      , mine   ,        ,        , 2, pawn-5 ",
        "pawn , pawn-r ,      , rook-a ,        ,        , 1, pawn-r ",
        "rook ,        , pawn , pawn-a ,        , rook-w , 4, rook-w ",
        "rook ,        , pawn , pawn-a , rook-p , rook-w , 3, rook-p ",
        "rook ,        , pawn , large  , rook-p , rook-w , 2, large  ",
        "rook ,        , pawn , mine   ,        ,        , 5,        ",
        "rook ,        , gone , rook-a ,        ,        , 5,        ",
        "rook ,        ,      , rook-a ,        ,        , 2, rook-a ",
    })
    void shouldFindTheModel(
            String requestProvider,
            String requestModel,
            String agentProvider,
            String agentModel,
            String projectModel,
            String workspaceModel,
            int level,
            String model) {
        // Given
        var preferences = new Preferences(
                choice(requestProvider, null, requestModel),
                Overrides.NONE,
                choice(agentProvider, null, agentModel),
                models("rook", projectModel),
                models("rook-code", workspaceModel));

        // When
        Resolution resolution = RESOLVER.resolve(preferences);

        // Then
        assertThat(resolution.model()).isEqualTo(Optional.ofNullable(model));
        assertThat(resolution.modelLevels())
                .extracting(Resolution.Level::won)
                .containsExactly(level == 1, level == 2, level == 3, level == 4, level == 5);
        assertThat(resolution.modelLevels().get(1).value()).isEqualTo(Optional.ofNullable(agentModel));
    }

    @Test
    void shouldPreferTheModelThatIsListedByTheProvidersId() {
        // Given
        var settings = new Defaults(
                Optional.empty(), Optional.empty(), Map.of("rook", "a", "rook-cli", "b", "rook-code", "c"));

        // When
        Resolution resolution =
                RESOLVER.resolve(new Preferences(Choice.NONE, Overrides.NONE, Choice.NONE, Defaults.NONE, settings));

        // Then
        assertThat(resolution.model()).contains("c");
    }

    @Test
    void shouldExplainTranslatedAndIgnoredModels() {
        // Given
        Choice agent = choice("rook", null, "rook-a");

        // When
        List<String> notes = List.of(
                RESOLVER.resolve(preferences(choice("pawn", null, null), agent))
                        .notes()
                        .getFirst(),
                RESOLVER.resolve(preferences(Choice.NONE, choice("pawn", null, "large")))
                        .notes()
                        .getFirst());

        // Then
        assertThat(notes)
                .containsExactly(
                        "The model 'rook-a' (agent) belongs to the provider 'rook-code', so it is not used for 'pawn'.",
                        "The model 'large' (agent) means 'pawn-9' for the provider 'pawn'.");
    }

    @ParameterizedTest
    @CsvSource({"large, pawn-9", "rook-r, pawn-w"})
    void shouldChooseTheModelForTheExecutableThatASessionMovesTo(String requested, String model) {
        // Given
        var preferences = new Preferences(
                choice(null, null, requested), Overrides.NONE, Choice.NONE, Defaults.NONE, models("pawn", "pawn-w"));

        // When
        Resolution resolution = RESOLVER.resolveOn(preferences, "pawn-work");

        // Then
        assertThat(resolution.provider()).isEqualTo("pawn");
        assertThat(resolution.executable()).isEqualTo("pawn-work");
        assertThat(resolution.model()).contains(model);
    }

    @Test
    void shouldRefuseToMoveToAnUnknownExecutable() {
        // When
        var thrown = assertThatThrownBy(() -> RESOLVER.resolveOn(Preferences.NONE, "none"));

        // Then
        thrown.isInstanceOf(YardmasterException.class).hasMessageContaining("There is no executable 'none'");
    }

    @Test
    void shouldBeEqualAfterStorageAsJson() throws JsonProcessingException {
        // Given
        var json = new ObjectMapper().registerModule(new Jdk8Module());
        Resolution valid =
                RESOLVER.resolve(preferences(choice("rook", null, null), choice("pawn", "pawn-work", "pawn-a")));
        Resolution failed = RESOLVER.explain(preferences(Choice.NONE, choice("none", null, null)));

        // When
        List<String> stored = List.of(json.writeValueAsString(valid), json.writeValueAsString(failed));

        // Then
        assertThat(json.readValue(stored.get(0), Resolution.class)).isEqualTo(valid);
        assertThat(json.readValue(stored.get(1), Resolution.class)).isEqualTo(failed);
        assertThat(stored.getFirst())
                .contains("{\"level\":2,\"source\":\"YARDMASTER_AGENT_PROVIDER_OVERRIDE\",\"won\":false}")
                .contains("\"hops\":[{\"executable\":\"rook-code\",\"outcome\":\"chosen\",");
    }

    private static Preferences preferences(Choice request, Choice agent) {
        return new Preferences(request, Overrides.NONE, agent, Defaults.NONE, Defaults.NONE);
    }

    private static Choice choice(@Nullable String provider, @Nullable String executable, @Nullable String model) {
        return new Choice(Optional.ofNullable(provider), Optional.ofNullable(executable), Optional.ofNullable(model));
    }

    private static Defaults models(String provider, @Nullable String model) {
        return new Defaults(Optional.empty(), Optional.empty(), model == null ? Map.of() : Map.of(provider, model));
    }
}
