package dev.yardmaster.provider.resolution;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Level;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds one {@link Resolution} and collects its notes and problems. For one use, on one thread. */
final class ResolutionBuilder {
    private final Preferences preferences;
    private final List<PreferenceLevel> levels;
    private final KnownProviders known;
    private final ResolverModels models;
    private final PreferenceLevel winner;
    private final List<String> notes = new ArrayList<>();
    private final List<YardmasterException> problems = new ArrayList<>();

    ResolutionBuilder(
            Preferences preferences, List<PreferenceLevel> levels, KnownProviders known, ResolverModels models) {
        this.preferences = preferences;
        this.levels = levels;
        this.known = known;
        this.models = models;
        this.winner = firstOf(levels);
    }

    /** The resolution, and the first problem that was found. */
    record Result(Resolution resolution, Optional<YardmasterException> problem) {}

    /** Returns the resolution that follows from the preferences. */
    Result byPreferences() {
        levels.forEach(this::checkName);
        Optional<AgentProvider> provider = known.provider(winner);
        String executable = provider.map(this::executableOf).orElseGet(this::namedExecutable);
        return result(provider, executable, "The preferences choose it (" + winner.place() + ").");
    }

    /** Returns the resolution for another executable than the one that the preferences choose. */
    Result movedTo(String executable) {
        levels.forEach(this::checkName);
        Optional<AgentProvider> provider = known.providerOf(executable);
        if (provider.isEmpty()) {
            problems.add(known.unknownExecutable(executable, "moved to"));
        }
        return result(provider, executable, "The session moves to this executable.");
    }

    private void checkName(PreferenceLevel level) {
        if (level.value().isEmpty() || known.provider(level).isPresent()) {
            return;
        }
        YardmasterException unknown = known.unknown(level);
        if (level.equals(winner) || level.isOfThisStart()) {
            problems.add(unknown);
        } else {
            notes.add(unknown.detail() + " It has no effect, because " + winner.place() + " takes precedence.");
        }
    }

    private String executableOf(AgentProvider provider) {
        Optional<String> requested = preferences.request().executable();
        return requested
                .map(name -> required(name, provider, "level 1, request executable", e -> e.in("executable", name)))
                .or(() -> agentsExecutable(provider))
                .orElseGet(() -> required(provider.id().value(), provider, "the provider's default executable"));
    }

    private Optional<String> agentsExecutable(AgentProvider provider) {
        return preferences.agent().executable().flatMap(name -> {
            if (winner.level() == PreferenceLevel.AGENT || belongs(name, provider)) {
                return Optional.of(required(name, provider, "level 4, agent executable"));
            }
            notes.add("The agent's executable '" + name + "' does not belong to the provider '" + provider.id()
                    + "', so the provider's default executable is used.");
            return Optional.empty();
        });
    }

    private String required(String name, AgentProvider provider, String place) {
        return required(name, provider, place, UnaryOperator.identity());
    }

    private String required(
            String name, AgentProvider provider, String place, UnaryOperator<YardmasterException> toError) {
        Optional<AgentProvider> owner = known.providerOf(name);
        if (owner.isEmpty()) {
            problems.add(toError.apply(known.unknownExecutable(name, place)));
        } else if (!belongs(name, provider)) {
            problems.add(toError.apply(new YardmasterException(
                    ErrorCode.UNKNOWN_EXECUTABLE,
                    "The executable '" + name + "' (" + place + ") belongs to the provider '"
                            + owner.get().id() + "', not to '" + provider.id() + "' (" + winner.place()
                            + "). Change one of the two.")));
        }
        return name;
    }

    private boolean belongs(String executable, AgentProvider provider) {
        return known.providerOf(executable)
                .filter(owner -> owner.id().equals(provider.id()))
                .isPresent();
    }

    /** Returns the name to show if the provider is unknown: the given one, without a replacement. */
    private String namedExecutable() {
        return preferences
                .request()
                .executable()
                .or(() -> preferences.agent().executable().filter(_ -> winner.level() == PreferenceLevel.AGENT))
                .orElseGet(this::winningValue);
    }

    private Result result(Optional<AgentProvider> provider, String executable, String reason) {
        ResolverModels.Chosen chosen = models.choose(
                preferences,
                provider.map(found -> new ResolverModels.Target(found.id(), executable)),
                id(winner),
                agentsProvider());
        notes.addAll(chosen.notes());
        Optional<YardmasterException> problem = problems.stream().findFirst();
        var resolution = new Resolution(
                provider.map(found -> found.id().value()).orElseGet(this::winningValue),
                executable,
                chosen.model(),
                levels.stream().map(this::shown).toList(),
                chosen.levels(),
                List.of(problem.map(unknown -> new Hop(executable, Outcome.UNKNOWN, unknown.detail()))
                        .orElseGet(() -> new Hop(executable, Outcome.CHOSEN, reason))),
                notes,
                problem.map(YardmasterException::detail));
        return new Result(resolution, problem);
    }

    /** Returns the provider that the agent's model belongs to: the one that the agent would use without the preferences of this start. */
    private Optional<ProviderId> agentsProvider() {
        return id(
                firstOf(levels.stream().filter(level -> !level.isOfThisStart()).toList()));
    }

    private Optional<ProviderId> id(PreferenceLevel level) {
        return known.provider(level).map(AgentProvider::id);
    }

    private Level shown(PreferenceLevel level) {
        return new Level(level.level(), level.source(), level.value(), level.equals(winner));
    }

    private String winningValue() {
        return winner.value().orElseThrow();
    }

    private static PreferenceLevel firstOf(List<PreferenceLevel> levels) {
        return levels.stream()
                .filter(level -> level.value().isPresent())
                .findFirst()
                .orElseThrow();
    }
}
