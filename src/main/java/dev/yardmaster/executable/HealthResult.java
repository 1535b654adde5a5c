package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.provider.Health;
import java.time.Instant;

/**
 * The result of a health check. The JSON has the members of {@link Health} and {@code checkedAt}.
 *
 * @param checkedAt when the check ended
 */
public record HealthResult(@JsonUnwrapped Health health, Instant checkedAt) {}
