package dev.yardmaster.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.AgentContext;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.limit.Limit;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.limit.Limits;
import dev.yardmaster.limit.SlowStart;
import dev.yardmaster.limit.SlowStarts;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.TestProjects;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.TestProvider;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import dev.yardmaster.settings.SettingsProfile;
import dev.yardmaster.usage.BudgetOwner;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SelectionContextTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");
    private static final TestProvider ROOK = TestProvider.of("rook", "rook", Map.of("large", "rook-9"));
    private static final TestProvider PAWN = TestProvider.of("pawn", "pawn", Map.of("large", "pawn-9"));
    private static final TestProvider KING = TestProvider.of("king", "king", Map.of("large", "king-9"));
    private static final AgentKind WORKER = new AgentKind(Role.WORKER, AgentMode.EPHEMERAL, Optional.empty());
    private static final Occupancy NO_POOLS = Occupancy.of(List.of(), (_, model) -> model);

    @Test
    void shouldPreferTheFallbackChainOfTheAgentThenOfTheProjectThenOfTheWorkspace() {
        // Given
        SelectionContext context = context(Limits.NONE, SlowStarts.NONE, Budgets.NONE, faults("rook"));

        // When
        List<String> selected = List.of(
                selected(context, agent(true, "king"), Optional.of(project("pawn"))),
                selected(context, agent(true), Optional.of(project("king"))),
                selected(context, agent(true), Optional.of(project())),
                selected(context, agent(false, "king"), Optional.of(project("king"))));

        // Then
        assertThat(selected).containsExactly("king/king-9", "king/king-9", "pawn/pawn-9", "none");
    }

    @Test
    void shouldIgnoreTheFallbackChainWhenTheRequestNamesAProvider() {
        // Given
        SelectionContext context = context(Limits.NONE, SlowStarts.NONE, Budgets.NONE, faults("rook"));
        var request = new Choice(Optional.of("rook"), Optional.empty(), Optional.empty());

        // When
        ExecutableSelection selection = context.candidates(agent(true, "king"), request, Optional.empty())
                .select(_ -> Optional.empty());

        // Then
        assertThat(selection.selected()).isEmpty();
        assertThat(selection.excluded())
                .extracting(ExecutableSelection.Excluded::executable)
                .containsExactly("rook");
    }

    @Test
    void shouldExplainWhyEachCandidateIsExcluded() {
        // Given
        var exhausted = new Exhausted("The budget is exhausted.", Optional.of(NOW.plusSeconds(600)));
        SelectionContext context = context(
                new Limits(List.of(limit("rook", "rook-9", 60))),
                SlowStarts.NONE,
                new Budgets(Map.of(BudgetOwner.provider("pawn"), exhausted)),
                faults("king"));

        // When
        ExecutableSelection selection = context.candidates(agent(true, "pawn", "king"), Choice.NONE, Optional.empty())
                .select(_ -> Optional.empty());

        // Then
        assertThat(selection.explained().hops())
                .extracting(Hop::outcome)
                .containsExactly(Outcome.LIMITED, Outcome.OVER_BUDGET, Outcome.UNUSABLE);
        assertThat(selection.earliestEnd()).contains(NOW.plusSeconds(60));
        assertThat(selection.isLimited()).isFalse();
    }

    @Test
    void shouldSelectAModelThatIsNotLimited() {
        // Given
        SelectionContext context =
                context(new Limits(List.of(limit("rook", "rook-1", 60))), SlowStarts.NONE, Budgets.NONE, faults());

        // When
        String selected = selected(context, agent(true), Optional.empty());

        // Then
        assertThat(selected).isEqualTo("rook/rook-9");
    }

    @Test
    void shouldFallBackWhileAProbeTestsWhetherTheLimitIsOver() {
        // Given
        Instant probeUntil = NOW.plusSeconds(100);
        var slowStart = new SlowStart("rook", "*", NOW.minusSeconds(20), 1, Optional.empty(), Optional.of(probeUntil));
        SelectionContext context = context(Limits.NONE, new SlowStarts(List.of(slowStart)), Budgets.NONE, faults());

        // When
        ExecutableSelection selection = select(context, agent(true, "pawn"), NO_POOLS);

        // Then
        assertThat(selection.selected()).map(Resolution::executable).contains("pawn");
        assertThat(selection.earliestEnd()).contains(probeUntil);
    }

    @Test
    void shouldExcludeEveryCandidateWhenThePoolIsFull() {
        // Given
        var full = new Pool(UUID.randomUUID(), "yard", 1, true, List.of(), NOW);
        Occupancy occupancy = Occupancy.of(List.of(full), (_, model) -> model);
        occupancy.take(List.of(new Slot(full.id(), Optional.empty())));
        SelectionContext context = context(Limits.NONE, SlowStarts.NONE, Budgets.NONE, faults());

        // When
        ExecutableSelection selection = select(context, agent(true, "pawn"), occupancy);

        // Then
        assertThat(selection.selected()).isEmpty();
        assertThat(selection.excluded())
                .extracting(excluded -> excluded.exclusion().outcome())
                .containsOnly(Outcome.FULL);
        assertThat(selection.earliestEnd()).isEmpty();
    }

    private static String selected(SelectionContext context, AgentProfile agent, Optional<Project> project) {
        return context.candidates(agent, Choice.NONE, project)
                .select(_ -> Optional.empty())
                .selected()
                .map(it -> it.executable() + "/" + it.model().orElse("-"))
                .orElse("none");
    }

    private static ExecutableSelection select(SelectionContext context, AgentProfile agent, Occupancy occupancy) {
        return context.candidates(agent, Choice.NONE, Optional.empty())
                .select(candidate -> context.contention(WORKER, candidate, occupancy, _ -> 0));
    }

    private static Function<String, Optional<String>> faults(String... names) {
        return name -> List.of(names).contains(name) ? Optional.of("It does not work.") : Optional.empty();
    }

    private static SelectionContext context(
            Limits limits, SlowStarts slowStarts, Budgets budgets, Function<String, Optional<String>> faults) {
        List<TestProvider> providers = List.of(ROOK, PAWN, KING);
        return new SelectionContext(
                new Resolver(
                        providers,
                        providers.stream()
                                .map(it -> it.executable(it.id().value()))
                                .toList(),
                        Map.of(),
                        ROOK.id(),
                        (_, _) -> false),
                Overrides.NONE,
                new SettingsProfile(
                        Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of("pawn"), Optional.empty()),
                limits,
                slowStarts,
                budgets,
                faults,
                NOW);
    }

    private static AgentProfile agent(boolean fallback, String... chain) {
        return new AgentProfile(
                UUID.randomUUID(),
                "wanda",
                WORKER,
                Optional.of("rook"),
                Optional.of("large"),
                Optional.empty(),
                Optional.empty(),
                fallback,
                List.of(chain),
                new AgentContext(Optional.empty(), Permissions.FULL, List.of(), Optional.empty()));
    }

    private static Project project(String... chain) {
        return TestProjects.of(UUID.randomUUID(), "yard", "/yard", List.of(chain));
    }

    private static Limit limit(String executable, String scope, long seconds) {
        return new Limit(
                UUID.randomUUID(),
                executable,
                executable,
                scope,
                "five_hour",
                NOW.plusSeconds(seconds),
                LimitSource.STRUCTURED,
                1,
                NOW,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
