package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.TestProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutablesTest {
    private static final Providers PROVIDERS = new Providers(
            List.of(TestProvider.of("one", "first", Map.of()), TestProvider.of("two", "second", Map.of())), "one");

    @Test
    void shouldHaveADefaultExecutableForEachProvider() {
        // When
        var executables = new Executables(PROVIDERS, List.of());

        // Then
        assertThat(executables.all())
                .extracting(Executable::name, Executable::path)
                .containsExactly(tuple("one", "one"), tuple("two", "two"));
        assertThat(executables.source("one")).isEqualTo(Source.BUILT_IN);
    }

    @Test
    void shouldOverrideBuiltInByStoredAndStoredByConfiguredExecutables() {
        // Given
        var executables = new Executables(PROVIDERS, List.of(entry("seat", "one", "/configured")));

        // When
        executables.store(new StoredExecutables(
                List.of(entry("seat", "two", "/stored"), entry("two", "two", "/mine")), Map.of(), Map.of()));

        // Then
        assertThat(executables.executable("seat").path()).isEqualTo("/configured");
        assertThat(executables.source("seat")).isEqualTo(Source.CONFIGURATION);
        assertThat(executables.executable("two").path()).isEqualTo("/mine");
        assertThat(executables.source("two")).isEqualTo(Source.STORED);
    }

    @Test
    void shouldUseTheProvidersProgramWithoutAPath() {
        // Given
        var seat = new ExecutableEntry("seat", "one", Optional.empty(), List.of(), Map.of(), Optional.empty());
        var executables = new Executables(PROVIDERS, List.of(seat, entry("pinned", "one", "/pinned")));

        // When
        executables.store(new StoredExecutables(List.of(), Map.of(), Map.of("one", "/set", "gone", "/x")));

        // Then
        assertThat(executables.executable("one").path()).isEqualTo("/set");
        assertThat(executables.executable("seat").path()).isEqualTo("/set");
        assertThat(executables.executable("pinned").path()).isEqualTo("/pinned");
    }

    @Test
    void shouldExplainWhyAStoredExecutableCannotBeUsed() {
        // Given
        var executables = new Executables(PROVIDERS, List.of());

        // When
        executables.store(new StoredExecutables(
                List.of(entry("orphan", "gone", "/x"), entry("two", "one", "/x")),
                Map.of("sealed", "The key is lost."),
                Map.of()));

        // Then
        assertThat(executables.all()).extracting(Executable::name).containsExactly("one");
        assertUnusable(executables, "orphan", "its provider no longer exists");
        assertUnusable(executables, "two", "its name is now the id of another provider");
        assertUnusable(executables, "sealed", "The key is lost.");
    }

    @Test
    void shouldChooseTheExecutableOfAnAgent() {
        // Given
        var executables = new Executables(PROVIDERS, List.of(entry("seat", "two", "/seat")));

        // When
        List<String> chosen = List.of(
                executables.choose(Optional.empty(), Optional.empty()).name(),
                executables.choose(Optional.of("two"), Optional.empty()).name(),
                executables.choose(Optional.empty(), Optional.of("seat")).name());

        // Then
        assertThat(chosen).containsExactly("one", "two", "seat");
        assertThatThrownBy(() -> executables.choose(Optional.of("one"), Optional.of("seat")))
                .hasMessageContaining("belongs to the provider 'two', not to 'one'");
    }

    @Test
    void shouldRefuseAnInvalidConfiguration() {
        // When
        var unknown = assertThatThrownBy(() -> new Executables(PROVIDERS, List.of(entry("seat", "nope", "/x"))));
        var foreign = assertThatThrownBy(() -> new Executables(PROVIDERS, List.of(entry("one", "two", "/x"))));
        var preset = assertThatThrownBy(() -> new Providers(List.of(), "nope"));

        // Then
        unknown.hasMessageContaining("yardmaster.executables.seat.provider is 'nope'");
        foreign.hasMessageContaining("default executable of the provider of that name");
        preset.hasMessageContaining("yardmaster.default-provider is 'nope'");
    }

    private static void assertUnusable(Executables executables, String name, String reason) {
        assertThatThrownBy(() -> executables.executable(name)).isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.EXECUTABLE_UNUSABLE);
            assertThat(e.detail()).contains(reason);
        });
    }

    private static ExecutableEntry entry(String name, String provider, String path) {
        return new ExecutableEntry(
                name, provider, Optional.of(path), List.of(), Map.of("KEY", "s3cret"), Optional.empty());
    }
}
