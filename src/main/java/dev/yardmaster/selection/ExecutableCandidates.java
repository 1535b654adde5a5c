package dev.yardmaster.selection;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The executables that a session can run on, in order: first the one that the preferences resolve to, then the executables of the fallback
 * chain. The first candidate without an exclusion is selected. Immutable and pure.
 */
public final class ExecutableCandidates {
    private final Resolution requested;
    private final List<Candidate> candidates;

    private ExecutableCandidates(Resolution requested, List<Candidate> candidates) {
        this.requested = requested;
        this.candidates = List.copyOf(candidates);
    }

    /**
     * One executable of the list.
     *
     * @param resolution empty if no executable has this name
     * @param exclusion why it is excluded for every session that asks at this moment
     */
    private record Candidate(String executable, Optional<Resolution> resolution, Optional<Exclusion> exclusion) {}

    /**
     * The candidates for some preferences. If the preferences cannot be resolved, there are no candidates, and the selection reports the
     * problem.
     *
     * @param chain names of executables; a repeated name counts once, and so does the name that the preferences resolve to
     * @param exclusion returns why a candidate is excluded, if it is
     */
    static ExecutableCandidates of(
            Resolver resolver,
            Preferences preferences,
            List<String> chain,
            Function<Resolution, Optional<Exclusion>> exclusion) {
        Resolution requested = resolver.explain(preferences);
        if (requested.problem().isPresent()) {
            return new ExecutableCandidates(requested, List.of());
        }
        Set<String> fallbacks = new LinkedHashSet<>(chain);
        fallbacks.remove(requested.executable());
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(requested.executable(), Optional.of(requested), exclusion.apply(requested)));
        fallbacks.forEach(name -> candidates.add(fallback(resolver, preferences, name, exclusion)));
        return new ExecutableCandidates(requested, candidates);
    }

    private static Candidate fallback(
            Resolver resolver,
            Preferences preferences,
            String name,
            Function<Resolution, Optional<Exclusion>> exclusion) {
        try {
            Resolution resolution = resolver.resolveOn(preferences, name);
            return new Candidate(name, Optional.of(resolution), exclusion.apply(resolution));
        } catch (YardmasterException e) {
            return new Candidate(name, Optional.empty(), Optional.of(new Exclusion(Outcome.UNKNOWN, e.detail())));
        }
    }

    /** The same candidates with an executable first, if it is one of them. */
    public ExecutableCandidates preferring(String executable) {
        List<Candidate> ordered = candidates.stream()
                .sorted(Comparator.comparing(it -> !it.executable().equals(executable)))
                .toList();
        return new ExecutableCandidates(requested, ordered);
    }

    /**
     * Selects the first candidate without an exclusion.
     *
     * @param further returns a further exclusion that holds for this selection only
     */
    public ExecutableSelection select(Function<Resolution, Optional<Exclusion>> further) {
        List<ExecutableSelection.Excluded> excluded = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Optional<Exclusion> exclusion =
                    candidate.exclusion().or(() -> candidate.resolution().flatMap(further));
            if (exclusion.isEmpty()) {
                return new ExecutableSelection(requested, candidate.resolution(), excluded);
            }
            excluded.add(new ExecutableSelection.Excluded(candidate.executable(), exclusion.get()));
        }
        return new ExecutableSelection(requested, Optional.empty(), excluded);
    }
}
