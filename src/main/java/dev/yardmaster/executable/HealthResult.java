package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.provider.Health;
import java.time.Instant;

/**
 * A verdict on an executable; in JSON the members of {@link Health} and {@code checkedAt}.
 *
 * @param checkedAt when it was found
 */
public record HealthResult(@JsonUnwrapped Health health, Instant checkedAt) {}
