package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * A verdict on an executable; in JSON the members of {@link Health} and {@code checkedAt}.
 *
 * @param checkedAt when it was found
 */
public record CheckedHealth(@JsonUnwrapped Health health, Instant checkedAt) {}
