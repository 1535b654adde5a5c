package dev.yardmaster.selection;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.limit.Limits;
import dev.yardmaster.limit.SlowStart;
import dev.yardmaster.limit.SlowStarts;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement;
import dev.yardmaster.pool.SlotRequest;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Defaults;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import dev.yardmaster.settings.SettingsProfile;
import dev.yardmaster.usage.Budgets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The facts that hold for all agents at one moment. They determine which executables a session can run on. Immutable and pure.
 *
 * @param workspace the workspace's settings
 * @param slowStarts the executables whose limit ended recently and on which sessions start slowly
 * @param faults returns for the name of an executable, as sentences, why it cannot be used; empty if it can
 * @param at the moment
 */
public record SelectionContext(
        Resolver resolver,
        Overrides overrides,
        SettingsProfile workspace,
        Limits limits,
        SlowStarts slowStarts,
        Budgets budgets,
        Function<String, Optional<String>> faults,
        Instant at) {
    /**
     * The executables that a session of an agent can run on.
     *
     * @param request the choice that was made for this session only
     */
    public ExecutableCandidates candidates(AgentProfile agent, Choice request, Optional<Project> project) {
        return ExecutableCandidates.of(
                resolver, preferences(agent, request, project), chain(agent, request, project), this::exclusion);
    }

    /**
     * Requires that the providers and executables that decide about a session of an agent exist. Throws {@code unknown_provider} or
     * {@code unknown_executable}, with the known ones.
     */
    public void requireKnown(AgentProfile agent, Choice request, Optional<Project> project) {
        resolver.resolve(preferences(agent, request, project));
    }

    /**
     * Why other sessions keep a session from starting on a candidate: the slots they occupy, and the slow start of an executable whose
     * limit ended recently.
     *
     * @param planned returns how many sessions are about to start that belong to a slow start and are not stored yet
     */
    public Optional<Exclusion> contention(
            AgentKind agent, Resolution candidate, Occupancy occupancy, ToIntFunction<SlowStart> planned) {
        return slowStart(candidate, planned).or(() -> slot(occupancy.place(slotRequest(agent, candidate))));
    }

    /** The request for the slot that a session needs. */
    public static SlotRequest slotRequest(AgentKind agent, Resolution candidate) {
        return new SlotRequest(agent, candidate.provider(), candidate.model());
    }

    private Optional<Exclusion> slowStart(Resolution candidate, ToIntFunction<SlowStart> planned) {
        return slowStarts
                .holding(candidate.executable(), candidate.model(), planned, at)
                .map(wait -> new Exclusion(Outcome.LIMITED, wait.reason(), Optional.of(wait.until())));
    }

    private static Optional<Exclusion> slot(Placement placement) {
        return switch (placement) {
            case Placement.Placed _ -> Optional.empty();
            case Placement.Full(String reason) -> Optional.of(new Exclusion(Outcome.FULL, reason));
        };
    }

    private Optional<Exclusion> exclusion(Resolution candidate) {
        return fault(candidate).or(() -> limit(candidate)).or(() -> budget(candidate));
    }

    private Optional<Exclusion> fault(Resolution candidate) {
        String name = candidate.executable();
        return faults.apply(name)
                .map(why -> new Exclusion(Outcome.UNUSABLE, "The executable '" + name + "' can't be used now. " + why));
    }

    private Optional<Exclusion> limit(Resolution candidate) {
        return limits.blocking(candidate.executable(), candidate.model(), at)
                .map(limit -> new Exclusion(
                        Outcome.LIMITED,
                        "The executable '" + candidate.executable() + "' is limited until " + limit.blockedUntil()
                                + " (" + limit.window() + ").",
                        Optional.of(limit.blockedUntil())));
    }

    private Optional<Exclusion> budget(Resolution candidate) {
        return budgets.provider(candidate.provider())
                .map(spent -> new Exclusion(Outcome.OVER_BUDGET, spent.reason(), spent.until()));
    }

    /** An explicit provider or executable in the request disables the fallback chain. */
    private List<String> chain(AgentProfile agent, Choice request, Optional<Project> project) {
        if (!agent.fallback()
                || request.provider().isPresent()
                || request.executable().isPresent()) {
            return List.of();
        }
        return Stream.of(
                        agent.fallbackChain(),
                        project.map(Project::fallbackChain).orElse(List.of()),
                        workspace.fallbackChain())
                .filter(chain -> !chain.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private Preferences preferences(AgentProfile agent, Choice request, Optional<Project> project) {
        return new Preferences(
                request,
                overrides,
                new Choice(agent.provider(), agent.executable(), agent.model()),
                project.map(it -> new Defaults(it.agentProvider(), it.agentRuntime(), it.models()))
                        .orElse(Defaults.NONE),
                new Defaults(workspace.defaultProvider(), workspace.runtime(), workspace.defaultModels()));
    }
}
