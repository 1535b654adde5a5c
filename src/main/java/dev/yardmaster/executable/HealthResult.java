package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.provider.Health;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a health check. The JSON has the members of {@link Health} and {@code checkedAt}.
 *
 * @param checkedAt when the check ended
 * @param warnings what may be wrong although sessions can start, as sentences; such as a later check that did not end in time
 */
public record HealthResult(
        @JsonUnwrapped Health health,
        Instant checkedAt,
        @JsonInclude(Include.NON_EMPTY) List<String> warnings) {
    public HealthResult {
        warnings = List.copyOf(warnings);
    }

    HealthResult(Health health, Instant checkedAt) {
        this(health, checkedAt, List.of());
    }

    /** The same result with further warnings. */
    HealthResult plus(List<String> further) {
        return new HealthResult(
                health,
                checkedAt,
                Stream.concat(warnings.stream(), further.stream()).toList());
    }
}
