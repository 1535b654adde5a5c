package dev.yardmaster.dispatch.reconciliation;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides which discrepancies are put right: those that two checks in a row have found. A start or an end that is on its way can look like a
 * discrepancy for a moment. For one thread at a time.
 */
final class Suspicions {
    private Set<Discrepancy> suspected = Set.of();

    /** Returns those of the found discrepancies that the last check has found too. */
    Set<Discrepancy> confirm(Collection<Discrepancy> found) {
        Set<Discrepancy> confirmed = new HashSet<>(found);
        confirmed.retainAll(suspected);
        suspected = Set.copyOf(found);
        return confirmed;
    }
}
