package dev.yardmaster.selection;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.provider.resolution.Resolution.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a selection among {@link ExecutableCandidates}.
 *
 * @param requested what the preferences resolve to; its {@code problem} is set if they cannot be resolved
 * @param selected the first candidate without an exclusion; empty if every candidate is excluded
 * @param excluded the candidates before the selected one, in order
 */
public record ExecutableSelection(Resolution requested, Optional<Resolution> selected, List<Excluded> excluded) {
    public ExecutableSelection {
        excluded = List.copyOf(excluded);
    }

    /** A candidate that was excluded. */
    public record Excluded(String executable, Exclusion exclusion) {
        private Hop hop() {
            return new Hop(executable, exclusion.outcome(), exclusion.reason());
        }
    }

    /**
     * The resolution to run on. Its hops are the excluded candidates, then the selected one.
     *
     * @throws YardmasterException {@code provider_unavailable} with {@link #reasons()} if no candidate was selected
     */
    public Resolution resolution() {
        return selected.map(this::withHops)
                .orElseThrow(() -> new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, reasons()));
    }

    /** As {@link #resolution()}, but reports a failed selection as the {@code problem} of the resolution. */
    public Resolution explained() {
        return selected.map(this::withHops)
                .orElseGet(() -> requested.problem().isPresent()
                        ? requested
                        : requested.withHops(hops()).withProblem(reasons()));
    }

    /** Why no session can start, as sentences. */
    public String reasons() {
        return requested
                .problem()
                .orElseGet(() -> String.join(
                        " ",
                        excluded.stream().map(it -> it.exclusion().reason()).toList()));
    }

    /** Whether candidates exist and all of them are limited. */
    public boolean isLimited() {
        return !excluded.isEmpty()
                && selected.isEmpty()
                && excluded.stream().allMatch(it -> it.exclusion().outcome() == Outcome.LIMITED);
    }

    /** Whether no candidate can be used, and none of them only waits for a slot: each is limited, over budget, unusable or unknown. */
    public boolean isOut() {
        return selected.isEmpty()
                && excluded.stream().noneMatch(it -> it.exclusion().outcome() == Outcome.FULL);
    }

    /** When the first exclusion ends, as far as that is known. */
    public Optional<Instant> earliestEnd() {
        return excluded.stream().flatMap(it -> it.exclusion().until().stream()).min(Instant::compareTo);
    }

    /** When the first candidate can be selected; empty if one is selected, or if the end of an exclusion is unknown. */
    public Optional<Instant> earliestStart() {
        boolean unknown =
                excluded.stream().anyMatch(it -> it.exclusion().until().isEmpty());
        return selected.isPresent() || unknown ? Optional.empty() : earliestEnd();
    }

    private Resolution withHops(Resolution resolution) {
        List<Hop> hops = hops();
        hops.add(resolution.hops().getLast());
        return resolution.withHops(hops);
    }

    private List<Hop> hops() {
        return new ArrayList<>(excluded.stream().map(Excluded::hop).toList());
    }
}
