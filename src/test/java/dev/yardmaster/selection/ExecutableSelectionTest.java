package dev.yardmaster.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Wrapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ExecutableSelectionTest {
    private static final List<String> CHAIN = List.of("codex", Wrapper.ID, "codex", "gone", "opencode");
    private static final Preferences CODEX = new Preferences(
            Choice.NONE,
            Preferences.Overrides.NONE,
            new Choice(Optional.of("codex"), Optional.empty(), Optional.of("opus")),
            Preferences.Defaults.NONE,
            Preferences.Defaults.NONE);

    @Inject
    Providers providers;

    @Inject
    Executables executables;

    @Test
    void shouldTakeWhatIsWishedForWhenNothingIsInTheWay() {
        // When
        Resolution chosen = candidates(Set.of()).choose(_ -> Optional.empty()).resolution();

        // Then
        assertThat(chosen.executable()).isEqualTo("codex");
        assertThat(chosen.hops()).extracting(Hop::outcome).containsExactly(Outcome.CHOSEN);
    }

    @Test
    void shouldWalkTheChainAndTellTheWay() {
        // When
        Resolution chosen = candidates(Set.of("codex", Wrapper.ID))
                .choose(_ -> Optional.empty())
                .resolution();

        // Then
        assertThat(chosen.provider()).isEqualTo("opencode");
        assertThat(chosen.hops()).extracting(Hop::executable).containsExactly("codex", Wrapper.ID, "gone", "opencode");
        assertThat(chosen.hops())
                .extracting(Hop::outcome)
                .containsExactly(Outcome.UNUSABLE, Outcome.UNUSABLE, Outcome.UNKNOWN, Outcome.CHOSEN);
    }

    @Test
    void shouldTranslateTheModelForWhereItGoes() {
        // When
        Resolution chosen =
                candidates(Set.of("codex")).choose(_ -> Optional.empty()).resolution();

        // Then
        assertThat(chosen.executable()).isEqualTo(Wrapper.ID);
        assertThat(chosen.model()).contains("large");
    }

    @Test
    void shouldNameTheReasonOfEachWhenAllAreOut() {
        // Given
        ExecutableSelection.Choice all =
                candidates(Set.of("codex", Wrapper.ID, "opencode")).choose(_ -> Optional.empty());

        // When
        var failure = assertThatThrownBy(all::resolution);

        // Then
        failure.hasMessageContaining("codex is out").hasMessageContaining("opencode is out");
        Resolution explained = all.explained();
        assertThat(explained.problem().orElseThrow()).contains("codex is out", "'gone'", "opencode is out");
        assertThat(explained.executable()).isEqualTo("codex");
    }

    @Test
    void shouldGoOnToTheNextWhereTheMomentIsInTheWay() {
        // Given
        ExecutableSelection all = candidates(Set.of("codex"));

        // When
        ExecutableSelection.Choice choice =
                all.choose(candidate -> candidate.executable().equals(Wrapper.ID)
                        ? Optional.of(new Exclusion(Outcome.FULL, "It is full."))
                        : Optional.empty());

        // Then
        assertThat(choice.resolution().executable()).isEqualTo("opencode");
        assertThat(choice.out()).extracting(out -> out.obstacle().outcome()).contains(Outcome.FULL);
        assertThat(all.choose(_ -> Optional.empty()).resolution().executable()).isEqualTo(Wrapper.ID);
    }

    private ExecutableSelection candidates(Set<String> out) {
        var resolver = new Resolver(
                providers.all(), executables.all(), Map.of(), providers.preset().id());
        return ExecutableSelection.of(
                resolver,
                CODEX,
                CHAIN,
                candidate -> out.contains(candidate.executable())
                        ? Optional.of(new Exclusion(Outcome.UNUSABLE, candidate.executable() + " is out."))
                        : Optional.empty());
    }
}
