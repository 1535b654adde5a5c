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

/** One resolution while it is worked out: gathers what there is to say of it. For one use on one thread. */
final class ResolutionBuilder {
    private final Preferences wanted;
    private final List<PreferenceLevel> levels;
    private final KnownProviders known;
    private final ResolverModels models;
    private final PreferenceLevel winner;
    private final List<String> notes = new ArrayList<>();
    private final List<YardmasterException> problems = new ArrayList<>();

    ResolutionBuilder(Preferences wanted, List<PreferenceLevel> levels, KnownProviders known, ResolverModels models) {
        this.wanted = wanted;
        this.levels = levels;
        this.known = known;
        this.models = models;
        this.winner = firstOf(levels);
    }

    /** What was worked out, and the first thing that is wrong with it. */
    record Result(Resolution resolution, Optional<YardmasterException> problem) {}

    /** The resolution by what is wanted alone. */
    Result asWanted() {
        levels.forEach(this::checkWord);
        Optional<AgentProvider> provider = known.provider(winner);
        String executable = provider.map(this::executableOf).orElseGet(this::executableAsSaid);
        return result(provider, executable, "It is what the preferences lead to (" + winner.place() + ").");
    }

    /** The resolution when the session goes to this executable instead. */
    Result movedTo(String executable) {
        levels.forEach(this::checkWord);
        Optional<AgentProvider> provider = known.providerOf(executable);
        if (provider.isEmpty()) {
            problems.add(known.unknownExecutable(executable, "moved to"));
        }
        return result(provider, executable, "The session moves to it.");
    }

    private void checkWord(PreferenceLevel level) {
        if (level.value().isEmpty() || known.provider(level).isPresent()) {
            return;
        }
        YardmasterException unknown = known.unknown(level);
        if (level.equals(winner) || level.isOfThisStart()) {
            problems.add(unknown);
        } else {
            notes.add(unknown.detail() + " It has no effect, since " + winner.place() + " decides.");
        }
    }

    private String executableOf(AgentProvider provider) {
        Optional<String> requested = wanted.request().executable();
        return requested
                .map(name -> required(name, provider, "level 1, request executable"))
                .or(() -> agentsExecutable(provider))
                .orElseGet(() -> required(provider.id().value(), provider, "the provider's default executable"));
    }

    private Optional<String> agentsExecutable(AgentProvider provider) {
        return wanted.agent().executable().flatMap(name -> {
            if (winner.level() == PreferenceLevel.AGENT || belongs(name, provider)) {
                return Optional.of(required(name, provider, "level 4, agent executable"));
            }
            notes.add("The agent's executable '" + name + "' is none of the provider '" + provider.id()
                    + "', whose default executable takes its place.");
            return Optional.empty();
        });
    }

    private String required(String name, AgentProvider provider, String place) {
        Optional<AgentProvider> owner = known.providerOf(name);
        if (owner.isEmpty()) {
            problems.add(known.unknownExecutable(name, place));
        } else if (!belongs(name, provider)) {
            problems.add(new YardmasterException(
                    ErrorCode.UNKNOWN_EXECUTABLE,
                    "The executable '" + name + "' (" + place + ") belongs to the provider '"
                            + owner.get().id() + "', not to '" + provider.id() + "' (" + winner.place()
                            + "). Change one of the two."));
        }
        return name;
    }

    private boolean belongs(String executable, AgentProvider provider) {
        return known.providerOf(executable)
                .filter(owner -> owner.id().equals(provider.id()))
                .isPresent();
    }

    /** Where there is no such provider: what is said is shown, and not replaced. */
    private String executableAsSaid() {
        return wanted.request()
                .executable()
                .or(() -> wanted.agent().executable().filter(_ -> winner.level() == PreferenceLevel.AGENT))
                .orElseGet(this::winningWord);
    }

    private Result result(Optional<AgentProvider> provider, String executable, String reason) {
        ResolverModels.Chosen chosen = models.choose(wanted, provider, id(winner), agentsHome());
        notes.addAll(chosen.notes());
        Optional<YardmasterException> problem = problems.stream().findFirst();
        var resolution = new Resolution(
                provider.map(found -> found.id().value()).orElseGet(this::winningWord),
                executable,
                chosen.model(),
                levels.stream().map(this::shown).toList(),
                chosen.levels(),
                List.of(new Hop(executable, Outcome.CHOSEN, reason)),
                notes,
                problem.map(YardmasterException::detail));
        return new Result(resolution, problem);
    }

    /** The provider that the agent's model is meant for: what the agent would run on but for this start's own wishes. */
    private Optional<ProviderId> agentsHome() {
        return id(
                firstOf(levels.stream().filter(level -> !level.isOfThisStart()).toList()));
    }

    private Optional<ProviderId> id(PreferenceLevel level) {
        return known.provider(level).map(AgentProvider::id);
    }

    private Level shown(PreferenceLevel level) {
        return new Level(level.level(), level.source(), level.value(), level.equals(winner));
    }

    private String winningWord() {
        return winner.value().orElseThrow();
    }

    private static PreferenceLevel firstOf(List<PreferenceLevel> levels) {
        return levels.stream()
                .filter(level -> level.value().isPresent())
                .findFirst()
                .orElseThrow();
    }
}
