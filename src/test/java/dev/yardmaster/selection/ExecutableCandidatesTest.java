package dev.yardmaster.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.TestProvider;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutableCandidatesTest {
    private static final List<TestProvider> PROVIDERS = List.of(
            TestProvider.of("rook", "rook", Map.of("large", "rook-9")),
            TestProvider.of("pawn", "pawn", Map.of("large", "pawn-9")),
            TestProvider.of("king", "king", Map.of("large", "king-9")));
    private static final List<String> CHAIN = List.of("rook", "pawn", "rook", "gone", "king");

    @Test
    void shouldSelectTheRequestedExecutableIfItIsNotExcluded() {
        // When
        Resolution selected =
                candidates("rook", Set.of()).select(_ -> Optional.empty()).resolution();

        // Then
        assertThat(selected.executable()).isEqualTo("rook");
        assertThat(selected.hops()).extracting(Hop::outcome).containsExactly(Outcome.CHOSEN);
    }

    @Test
    void shouldWalkTheFallbackChainAndListTheHops() {
        // When
        Resolution selected = candidates("rook", Set.of("rook", "pawn"))
                .select(_ -> Optional.empty())
                .resolution();

        // Then
        assertThat(selected.provider()).isEqualTo("king");
        assertThat(selected.hops()).extracting(Hop::executable).containsExactly("rook", "pawn", "gone", "king");
        assertThat(selected.hops())
                .extracting(Hop::outcome)
                .containsExactly(Outcome.UNUSABLE, Outcome.UNUSABLE, Outcome.UNKNOWN, Outcome.CHOSEN);
    }

    @Test
    void shouldTranslateTheModelForTheSelectedProvider() {
        // When
        Resolution selected =
                candidates("rook", Set.of("rook")).select(_ -> Optional.empty()).resolution();

        // Then
        assertThat(selected.executable()).isEqualTo("pawn");
        assertThat(selected.model()).contains("pawn-9");
    }

    @Test
    void shouldListAllReasonsWhenAllCandidatesAreExcluded() {
        // Given
        ExecutableSelection selection =
                candidates("rook", Set.of("rook", "pawn", "king")).select(_ -> Optional.empty());

        // When
        var failure = assertThatThrownBy(selection::resolution);

        // Then
        failure.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(e.detail()).contains("rook is excluded.", "'gone'", "king is excluded.");
        });
        Resolution explained = selection.explained();
        assertThat(explained.problem().orElseThrow()).contains("rook is excluded.", "'gone'", "king is excluded.");
        assertThat(explained.executable()).isEqualTo("rook");
    }

    @Test
    void shouldReportTheProblemOfPreferencesThatCannotBeResolved() {
        // When
        ExecutableSelection selection = candidates("emacs", Set.of()).select(_ -> Optional.empty());

        // Then
        assertThat(selection.selected()).isEmpty();
        assertThat(selection.excluded()).isEmpty();
        assertThat(selection.isLimited()).isFalse();
        assertThat(selection.explained().problem().orElseThrow()).contains("emacs");
    }

    @Test
    void shouldSkipACandidateThatIsExcludedForThisSelectionOnly() {
        // Given
        ExecutableCandidates candidates = candidates("rook", Set.of("rook"));

        // When
        ExecutableSelection selection =
                candidates.select(candidate -> candidate.executable().equals("pawn")
                        ? Optional.of(new Exclusion(Outcome.FULL, "It is full."))
                        : Optional.empty());

        // Then
        assertThat(selection.resolution().executable()).isEqualTo("king");
        assertThat(selection.excluded())
                .extracting(excluded -> excluded.exclusion().outcome())
                .contains(Outcome.FULL);
        assertThat(candidates.select(_ -> Optional.empty()).resolution().executable())
                .isEqualTo("pawn");
    }

    private static ExecutableCandidates candidates(String provider, Set<String> excluded) {
        var preferences = new Preferences(
                Choice.NONE,
                Preferences.Overrides.NONE,
                new Choice(Optional.of(provider), Optional.empty(), Optional.of("large")),
                Preferences.Defaults.NONE,
                Preferences.Defaults.NONE);
        var resolver = new Resolver(
                PROVIDERS,
                PROVIDERS.stream().map(it -> it.executable(it.id().value())).toList(),
                Map.of(),
                PROVIDERS.getFirst().id(),
                (_, _) -> false);
        return ExecutableCandidates.of(
                resolver,
                preferences,
                CHAIN,
                candidate -> excluded.contains(candidate.executable())
                        ? Optional.of(new Exclusion(Outcome.UNUSABLE, candidate.executable() + " is excluded."))
                        : Optional.empty());
    }
}
