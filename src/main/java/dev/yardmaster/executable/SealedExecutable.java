package dev.yardmaster.executable;

import dev.yardmaster.executable.StoredExecutable.Sealed;
import dev.yardmaster.executable.StoredExecutable.Value;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An executable whose new secrets are encrypted.
 *
 * @param row the row to store, still without the secrets to keep
 * @param kept the variables whose stored secret stays
 */
record SealedExecutable(StoredExecutable row, Set<String> kept) {
    SealedExecutable {
        kept = Set.copyOf(kept);
    }

    /** The row with the secrets to keep from the stored row. Throws {@code invalid_request} if such a secret is not stored. */
    StoredExecutable keeping(Optional<StoredExecutable> stored) {
        Map<String, Value> environment = new HashMap<>(row.environment());
        kept.forEach(variable -> environment.put(variable, secret(variable, stored)));
        return new StoredExecutable(row.name(), row.provider(), row.path(), row.arguments(), environment, row.mode());
    }

    private static Value secret(String variable, Optional<StoredExecutable> stored) {
        return stored.map(row -> row.environment().get(variable))
                .filter(Sealed.class::isInstance)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "'environment." + variable + "' has no stored secret to keep. Send {\"secret\": \"value\"}."));
    }
}
