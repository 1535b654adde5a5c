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

/** All nine levels, in all combinations of those that say something and those that don't. */
class ResolverLevelsTest {
    private static final int STORED_FROM = 4;
    private static final int BUILT_IN = 9;
    private static final List<String> SOURCES = List.of(
            "request",
            "YARDMASTER_AGENT_PROVIDER_OVERRIDE",
            "YARDMASTER_AGENT_RUNTIME_OVERRIDE",
            "agent",
            "project agent.provider",
            "project agent.runtime",
            "workspace agent.provider",
            "workspace agent.runtime",
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
            new ProviderId("p" + BUILT_IN));

    /** What levels 1 to 8 say; nothing where it is empty. */
    private record Said(List<Optional<String>> words) {
        /** Each combination of levels, each time with another kind of word. */
        static Stream<Said> all() {
            return IntStream.range(0, 1 << 8)
                    .boxed()
                    .flatMap(set -> Stream.of("p%d", "r%d", "r%d-cli")
                            .map(word -> new Said(IntStream.rangeClosed(1, 8)
                                    .mapToObj(level -> (set & 1 << (level - 1)) == 0
                                            ? Optional.<String>empty()
                                            : Optional.of(word.formatted(level)))
                                    .toList())));
        }

        /** The first level that says something. */
        int winner() {
            return IntStream.rangeClosed(1, 8)
                    .filter(level -> word(level).isPresent())
                    .findFirst()
                    .orElse(BUILT_IN);
        }

        Optional<String> word(int level) {
            return level == BUILT_IN ? Optional.of("p" + BUILT_IN) : words.get(level - 1);
        }

        Said with(int level, String word) {
            List<Optional<String>> changed = new ArrayList<>(words);
            changed.set(level - 1, Optional.of(word));
            return new Said(changed);
        }

        Preferences preferences() {
            return new Preferences(
                    new Choice(word(1), Optional.empty(), Optional.empty()),
                    new Overrides(word(2), word(3)),
                    new Choice(word(4), Optional.empty(), Optional.empty()),
                    new Defaults(word(5), word(6), Map.of()),
                    new Defaults(word(7), word(8), Map.of()));
        }
    }

    /** A combination with one level that names what there is not. */
    private record Mistaken(Said said, int level) {
        static Stream<Mistaken> all() {
            return Said.all()
                    .flatMap(said -> IntStream.rangeClosed(1, 8)
                            .mapToObj(level -> new Mistaken(said.with(level, "gone"), level)));
        }

        boolean counts() {
            return level < STORED_FROM || level == said.winner();
        }
    }

    static Stream<Said> combinations() {
        return Said.all();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldTakeTheFirstLevelThatSaysAnything(Said said) {
        // Given
        List<Level> expected = IntStream.rangeClosed(1, BUILT_IN)
                .mapToObj(level -> new Level(level, SOURCES.get(level - 1), said.word(level), level == said.winner()))
                .toList();

        // When
        Resolution resolution = RESOLVER.resolve(said.preferences());

        // Then
        assertThat(resolution.provider()).isEqualTo("p" + said.winner());
        assertThat(resolution.executable()).isEqualTo("p" + said.winner());
        assertThat(resolution.levels()).isEqualTo(expected);
        assertThat(resolution.notes()).isEmpty();
        assertThat(resolution).isEqualTo(RESOLVER.explain(said.preferences()));
    }

    @Test
    void shouldRefuseAWordWithoutAMeaningWhereItCounts() {
        // Given
        List<Mistaken> counting = Mistaken.all().filter(Mistaken::counts).toList();

        // When
        List<YardmasterException> thrown = counting.stream()
                .map(it -> catchThrowableOfType(
                        YardmasterException.class,
                        () -> RESOLVER.resolve(it.said().preferences())))
                .toList();

        // Then
        for (int i = 0; i < counting.size(); i++) {
            int level = counting.get(i).level();
            assertThat(thrown.get(i).code()).isEqualTo(ErrorCode.UNKNOWN_PROVIDER);
            assertThat(thrown.get(i).detail())
                    .isEqualTo("There is no provider or runtime 'gone' (level " + level + ", " + SOURCES.get(level - 1)
                            + "). Known providers: p1, p2, p3, p4, p5, p6, p7, p8, p9.");
        }
    }

    @Test
    void shouldExplainAWordWithoutAMeaningWhereItCounts() {
        // Given
        List<Mistaken> counting = Mistaken.all().filter(Mistaken::counts).toList();

        // When
        List<Resolution> explained = counting.stream()
                .map(it -> RESOLVER.explain(it.said().preferences()))
                .toList();

        // Then
        for (int i = 0; i < counting.size(); i++) {
            Mistaken mistaken = counting.get(i);
            Resolution resolution = explained.get(i);
            assertThat(resolution.problem().orElseThrow()).contains("'gone' (level " + mistaken.level() + ",");
            assertThat(resolution.provider())
                    .isEqualTo(
                            mistaken.level() == mistaken.said().winner()
                                    ? "gone"
                                    : "p" + mistaken.said().winner());
            assertThat(resolution.levels().get(mistaken.level() - 1).value()).contains("gone");
        }
    }

    @Test
    void shouldOnlyRemarkOnAStoredWordWithoutAMeaningThatDoesNotWin() {
        // Given
        List<Mistaken> harmless = Mistaken.all().filter(it -> !it.counts()).toList();

        // When
        List<Resolution> resolved = harmless.stream()
                .map(it -> RESOLVER.resolve(it.said().preferences()))
                .toList();

        // Then
        assertThat(harmless).isNotEmpty();
        for (int i = 0; i < harmless.size(); i++) {
            assertThat(resolved.get(i).provider())
                    .isEqualTo("p" + harmless.get(i).said().winner());
            assertThat(resolved.get(i).problem()).isEmpty();
            assertThat(resolved.get(i).notes())
                    .singleElement()
                    .asString()
                    .contains("'gone' (level " + harmless.get(i).level(), "It has no effect");
        }
    }
}
