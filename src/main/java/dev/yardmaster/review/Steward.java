package dev.yardmaster.review;

import dev.yardmaster.project.ReviewBy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * An agent that can judge work.
 *
 * @param provider the provider that it names
 * @param executable the executable that it names
 * @param sessions how many sessions it has now
 */
record Steward(UUID id, String name, Optional<String> provider, Optional<String> executable, int sessions) {
    /**
     * The steward that judges work: one of another provider if this is wanted and there is one, and of these the one with the fewest sessions.
     *
     * @param author the provider that the author ran on
     * @param providerOf the provider of an executable, if it is known
     */
    static Optional<Steward> choose(
            List<Steward> stewards,
            ReviewBy by,
            Optional<String> author,
            Function<String, Optional<String>> providerOf) {
        return stewards.stream()
                .min(Comparator.comparing(
                                (Steward it) -> by == ReviewBy.OTHER_PROVIDER && !it.isOnAnother(author, providerOf))
                        .thenComparingInt(Steward::sessions)
                        .thenComparing(Steward::name));
    }

    /** Whether it certainly runs on another provider. */
    private boolean isOnAnother(Optional<String> author, Function<String, Optional<String>> providerOf) {
        Optional<String> own = provider.or(() -> executable.flatMap(providerOf));
        return own.isPresent() && author.isPresent() && !own.equals(author);
    }
}
