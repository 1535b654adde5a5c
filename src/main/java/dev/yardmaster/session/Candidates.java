package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Preferences;
import dev.yardmaster.provider.Resolution;
import dev.yardmaster.provider.Resolution.Hop;
import dev.yardmaster.provider.Resolution.Outcome;
import dev.yardmaster.provider.Resolver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The executables that a session can run on: the one that everybody's wishes lead to, then those of the fallback chain in their order. The
 * first that nothing is in the way of is taken. Pure.
 *
 * @param chain names of executables; one that is there twice, or is the first anyway, counts once
 * @param obstacle what is in the way of a candidate now
 */
record Candidates(
        Resolver resolver,
        Preferences preferences,
        List<String> chain,
        Function<Resolution, Optional<Obstacle>> obstacle) {
    /** Why a candidate is out, as a sentence. */
    record Obstacle(Outcome outcome, String reason) {}

    /**
     * The resolution to run on, with the way to it as its hops.
     *
     * @throws YardmasterException {@code provider_unavailable} with the reason of each when all are out; and as the resolver does when what
     *     is wished for can't be
     */
    Resolution choose() {
        List<Hop> out = new ArrayList<>();
        return find(resolver.resolve(preferences), out)
                .orElseThrow(() -> new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, reasons(out)));
    }

    /** The same as an explanation, which says what is wrong instead of failing. */
    Resolution explain() {
        Resolution wished = resolver.explain(preferences);
        if (wished.problem().isPresent()) {
            return wished;
        }
        List<Hop> out = new ArrayList<>();
        return find(wished, out).orElseGet(() -> wished.by(out).failing(reasons(out)));
    }

    private Optional<Resolution> find(Resolution wished, List<Hop> hops) {
        Optional<Resolution> first = look(wished, hops);
        if (first.isPresent()) {
            return first;
        }
        Set<String> others = new LinkedHashSet<>(chain);
        others.remove(wished.executable());
        for (String name : others) {
            Optional<Resolution> found = resolved(name, hops).flatMap(candidate -> look(candidate, hops));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Resolution> look(Resolution candidate, List<Hop> hops) {
        Optional<Obstacle> found = obstacle.apply(candidate);
        if (found.isPresent()) {
            hops.add(new Hop(
                    candidate.executable(), found.get().outcome(), found.get().reason()));
            return Optional.empty();
        }
        hops.add(candidate.hops().getLast());
        return Optional.of(candidate.by(hops));
    }

    private Optional<Resolution> resolved(String name, List<Hop> hops) {
        try {
            return Optional.of(resolver.resolveOn(preferences, name));
        } catch (YardmasterException e) {
            hops.add(new Hop(name, Outcome.UNKNOWN, e.detail()));
            return Optional.empty();
        }
    }

    private static String reasons(List<Hop> hops) {
        return hops.stream().map(Hop::reason).collect(Collectors.joining(" "));
    }
}
