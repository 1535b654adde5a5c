package dev.yardmaster.provider.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.TestProvider;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Defaults;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.provider.resolution.Resolution.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All combinations of the nine levels, each level with and without a value. */
class ResolverLevelsTest {
    private static final int STORED_FROM = 4;
    private static final int BUILT_IN = 9;
    private static final List<String> SOURCES = List.of(
            "request",
            "YARDMASTER_AGENT_PROVIDER_OVERRIDE",
            "YARDMASTER_AGENT_RUNTIME_OVERRIDE",
            "agent",
            "project agentProvider",
            "project agentRuntime",
            "settings defaultProvider",
            "settings runtime",
            "built in");

    // The provider p1 with the runtime r1 for level 1, and so on.
    private static final List<TestProvider> PROVIDERS = IntStream.rangeClosed(1, BUILT_IN)
            .mapToObj(level -> TestProvider.of("p" + level, "r" + level, Map.of()))
            .toList();
    private static final Resolver RESOLVER = new Resolver(
            PROVIDERS,
            PROVIDERS.stream()
                    .map(provider -> provider.executable(provider.id().value()))
                    .toList(),
            Map.of(),
            new ProviderId("p" + BUILT_IN),
            (_, _) -> false);

    /** The values of levels 1 to 8. */
    private record Combination(List<Optional<String>> values) {
        /** Each combination of levels, with each kind of name. */
        static Stream<Combination> all() {
            return IntStream.range(0, 1 << 8)
                    .boxed()
                    .flatMap(set -> Stream.of("p%d", "r%d", "r%d-cli")
                            .map(name -> new Combination(IntStream.rangeClosed(1, 8)
                                    .mapToObj(level -> (set & 1 << (level - 1)) == 0
                                            ? Optional.<String>empty()
                                            : Optional.of(name.formatted(level)))
                                    .toList())));
        }

        /** The first level with a value. */
        int winner() {
            return IntStream.rangeClosed(1, 8)
                    .filter(level -> value(level).isPresent())
                    .findFirst()
                    .orElse(BUILT_IN);
        }

        Optional<String> value(int level) {
            return level == BUILT_IN ? Optional.of("p" + BUILT_IN) : values.get(level - 1);
        }

        Combination with(int level, String value) {
            List<Optional<String>> changed = new ArrayList<>(values);
            changed.set(level - 1, Optional.of(value));
            return new Combination(changed);
        }

        Preferences preferences() {
            return new Preferences(
                    new Choice(value(1), Optional.empty(), Optional.empty()),
                    new Overrides(value(2), value(3)),
                    new Choice(value(4), Optional.empty(), Optional.empty()),
                    new Defaults(value(5), value(6), Map.of()),
                    new Defaults(value(7), value(8), Map.of()));
        }
    }

    /** A combination in which one level has an unknown name. */
    private record Invalid(Combination combination, int level) {
        static Stream<Invalid> all() {
            return Combination.all()
                    .flatMap(combination -> IntStream.rangeClosed(1, 8)
                            .mapToObj(level -> new Invalid(combination.with(level, "gone"), level)));
        }

        boolean isError() {
            return level < STORED_FROM || level == combination.winner();
        }
    }

    static Stream<Combination> combinations() {
        return Combination.all();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldUseTheFirstLevelWithAValue(Combination combination) {
        // Given
        List<Level> expected = IntStream.rangeClosed(1, BUILT_IN)
                .mapToObj(level -> new Level(
                        level, SOURCES.get(level - 1), combination.value(level), level == combination.winner()))
                .toList();

        // When
        Resolution resolution = RESOLVER.resolve(combination.preferences());

        // Then
        assertThat(resolution.provider()).isEqualTo("p" + combination.winner());
        assertThat(resolution.executable()).isEqualTo("p" + combination.winner());
        assertThat(resolution.levels()).isEqualTo(expected);
        assertThat(resolution.notes()).isEmpty();
        assertThat(resolution).isEqualTo(RESOLVER.explain(combination.preferences()));
    }

    @Test
    void shouldRefuseAnUnknownNameThatWinsOrBelongsToThisStart() {
        // Given
        List<Invalid> invalid = Invalid.all().filter(Invalid::isError).toList();

        // When
        List<YardmasterException> thrown = invalid.stream()
                .map(it -> catchThrowableOfType(
                        YardmasterException.class,
                        () -> RESOLVER.resolve(it.combination().preferences())))
                .toList();

        // Then
        for (int i = 0; i < invalid.size(); i++) {
            int level = invalid.get(i).level();
            assertThat(thrown.get(i).code()).isEqualTo(ErrorCode.UNKNOWN_PROVIDER);
            assertThat(thrown.get(i).detail())
                    .isEqualTo((level == 1 ? "'provider' is 'gone'. " : "")
                            + "There is no provider or runtime 'gone' (level " + level + ", " + SOURCES.get(level - 1)
                            + "). Known providers: p1, p2, p3, p4, p5, p6, p7, p8, p9.");
        }
    }

    @Test
    void shouldExplainAnUnknownNameThatWinsOrBelongsToThisStart() {
        // Given
        List<Invalid> invalid = Invalid.all().filter(Invalid::isError).toList();

        // When
        List<Resolution> explained = invalid.stream()
                .map(it -> RESOLVER.explain(it.combination().preferences()))
                .toList();

        // Then
        for (int i = 0; i < invalid.size(); i++) {
            Invalid current = invalid.get(i);
            Resolution resolution = explained.get(i);
            assertThat(resolution.problem().orElseThrow()).contains("'gone' (level " + current.level() + ",");
            assertThat(resolution.provider())
                    .isEqualTo(
                            current.level() == current.combination().winner()
                                    ? "gone"
                                    : "p" + current.combination().winner());
            assertThat(resolution.levels().get(current.level() - 1).value()).contains("gone");
        }
    }

    @Test
    void shouldOnlyNoteAStoredUnknownNameThatDoesNotWin() {
        // Given
        List<Invalid> harmless = Invalid.all().filter(it -> !it.isError()).toList();

        // When
        List<Resolution> resolved = harmless.stream()
                .map(it -> RESOLVER.resolve(it.combination().preferences()))
                .toList();

        // Then
        assertThat(harmless).isNotEmpty();
        for (int i = 0; i < harmless.size(); i++) {
            assertThat(resolved.get(i).provider())
                    .isEqualTo("p" + harmless.get(i).combination().winner());
            assertThat(resolved.get(i).problem()).isEmpty();
            assertThat(resolved.get(i).notes())
                    .singleElement()
                    .asString()
                    .contains("'gone' (level " + harmless.get(i).level(), "It has no effect");
        }
    }
}
