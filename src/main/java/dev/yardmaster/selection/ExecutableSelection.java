package dev.yardmaster.selection;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import dev.yardmaster.provider.resolution.Resolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The executables that a session can run on: the one that everybody's wishes lead to, then those of the fallback chain in their order. The
 * first that nothing is in the way of is taken. Immutable and pure.
 */
public final class ExecutableSelection {
    private final Resolution wished;
    private final List<Candidate> all;

    private ExecutableSelection(Resolution wished, List<Candidate> all) {
        this.wished = wished;
        this.all = List.copyOf(all);
    }

    /**
     * @param resolution empty when there is no executable of that name
     * @param obstacle what is in its way, whoever else starts
     */
    private record Candidate(String executable, Optional<Resolution> resolution, Optional<Exclusion> obstacle) {}

    /**
     * The candidates of what is wished for.
     *
     * @param chain names of executables; one that is there twice, or is the first anyway, counts once
     * @param obstacle what is in the way of a candidate now
     */
    static ExecutableSelection of(
            Resolver resolver,
            Preferences preferences,
            List<String> chain,
            Function<Resolution, Optional<Exclusion>> obstacle) {
        Resolution wished = resolver.explain(preferences);
        if (wished.problem().isPresent()) {
            return new ExecutableSelection(wished, List.of());
        }
        Set<String> others = new LinkedHashSet<>(chain);
        others.remove(wished.executable());
        List<Candidate> all = new ArrayList<>();
        all.add(new Candidate(wished.executable(), Optional.of(wished), obstacle.apply(wished)));
        others.forEach(name -> all.add(candidate(resolver, preferences, name, obstacle)));
        return new ExecutableSelection(wished, all);
    }

    private static Candidate candidate(
            Resolver resolver,
            Preferences preferences,
            String name,
            Function<Resolution, Optional<Exclusion>> obstacle) {
        try {
            Resolution resolution = resolver.resolveOn(preferences, name);
            return new Candidate(name, Optional.of(resolution), obstacle.apply(resolution));
        } catch (YardmasterException e) {
            return new Candidate(name, Optional.empty(), Optional.of(new Exclusion(Outcome.UNKNOWN, e.detail())));
        }
    }

    /**
     * Takes the first that nothing is in the way of.
     *
     * @param further what else is in the way of a candidate at this moment
     */
    public Choice choose(Function<Resolution, Optional<Exclusion>> further) {
        if (wished.problem().isPresent()) {
            return new Choice(wished, Optional.empty(), List.of());
        }
        List<Choice.Out> out = new ArrayList<>();
        for (Candidate candidate : all) {
            Optional<Exclusion> obstacle =
                    candidate.obstacle().or(() -> candidate.resolution().flatMap(further));
            if (obstacle.isEmpty() && candidate.resolution().isPresent()) {
                return new Choice(wished, candidate.resolution(), out);
            }
            obstacle.ifPresent(why -> out.add(new Choice.Out(candidate.executable(), why)));
        }
        return new Choice(wished, Optional.empty(), out);
    }

    /** What was chosen, and which candidates before it are out. */
    public record Choice(Resolution wished, Optional<Resolution> taken, List<Out> out) {
        public Choice {
            out = List.copyOf(out);
        }

        /** A candidate that is out. */
        public record Out(String executable, Exclusion obstacle) {
            private Hop hop() {
                return new Hop(executable, obstacle.outcome(), obstacle.reason());
            }
        }

        /**
         * The resolution to run on, with the way to it as its hops.
         *
         * @throws YardmasterException {@code provider_unavailable} with the reason of each when all are out, or what is wrong with what is
         *     wished for
         */
        public Resolution resolution() {
            return taken.map(this::byHops)
                    .orElseThrow(() -> new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, reasons()));
        }

        /** The same as an explanation, which says what is wrong instead of failing. */
        public Resolution explained() {
            return taken.map(this::byHops)
                    .orElseGet(() -> wished.problem().isPresent()
                            ? wished
                            : wished.by(hops()).failing(reasons()));
        }

        /** Why nothing can be started, as sentences. */
        public String reasons() {
            return wished.problem()
                    .orElseGet(() -> String.join(
                            " ", out.stream().map(it -> it.obstacle().reason()).toList()));
        }

        /** Whether there is something to run on, all of which is limited. */
        public boolean isLimited() {
            return !out.isEmpty()
                    && taken.isEmpty()
                    && out.stream().allMatch(it -> it.obstacle().outcome() == Outcome.LIMITED);
        }

        /** When the first of those that are out can be had again, as far as that is known. */
        public Optional<Instant> soonest() {
            return out.stream().flatMap(it -> it.obstacle().until().stream()).min(Instant::compareTo);
        }

        private Resolution byHops(Resolution resolution) {
            List<Hop> hops = hops();
            hops.add(resolution.hops().getLast());
            return resolution.by(hops);
        }

        private List<Hop> hops() {
            return new ArrayList<>(out.stream().map(Out::hop).toList());
        }
    }
}
