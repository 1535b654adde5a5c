package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.project.ReviewBy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which steward judges work. */
class StewardTest {
    private static final Optional<String> AUTHOR = Optional.of("claude");

    @Test
    void shouldChooseTheStewardWithTheFewestSessions() {
        // Given
        List<Steward> stewards =
                List.of(steward("ada", "codex", 2), steward("mia", "claude", 1), steward("zoe", "codex", 1));

        // When
        Optional<Steward> chosen = choose(stewards, ReviewBy.ANY);

        // Then
        assertThat(chosen).map(Steward::name).contains("mia");
    }

    @Test
    void shouldPreferAnotherProviderAlsoIfItIsBusy() {
        // Given
        List<Steward> stewards = List.of(steward("mia", "claude", 0), steward("zoe", "codex", 3));

        // When
        Optional<Steward> chosen = choose(stewards, ReviewBy.OTHER_PROVIDER);

        // Then
        assertThat(chosen).map(Steward::name).contains("zoe");
    }

    @Test
    void shouldKnowTheProviderOfAnExecutable() {
        // Given
        var byExecutable = new Steward(UUID.randomUUID(), "zoe", Optional.empty(), Optional.of("codex-2"), 0);
        var unknown = new Steward(UUID.randomUUID(), "ada", Optional.empty(), Optional.empty(), 0);

        // When
        Optional<Steward> chosen = choose(List.of(unknown, byExecutable), ReviewBy.OTHER_PROVIDER);

        // Then
        assertThat(chosen).contains(byExecutable);
    }

    @Test
    void shouldUseAnyStewardIfNoneIsOnAnotherProvider() {
        // Given
        List<Steward> stewards = List.of(steward("mia", "claude", 0));

        // When
        Optional<Steward> chosen = choose(stewards, ReviewBy.OTHER_PROVIDER);

        // Then
        assertThat(chosen).map(Steward::name).contains("mia");
        assertThat(choose(List.of(), ReviewBy.OTHER_PROVIDER)).isEmpty();
    }

    private static Optional<Steward> choose(List<Steward> stewards, ReviewBy by) {
        return Steward.choose(stewards, by, AUTHOR, it -> Optional.of(it.split("-", 2)[0]));
    }

    private static Steward steward(String name, String provider, int sessions) {
        return new Steward(UUID.randomUUID(), name, Optional.of(provider), Optional.empty(), sessions);
    }
}
