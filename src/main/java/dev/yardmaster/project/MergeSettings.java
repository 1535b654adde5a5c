package dev.yardmaster.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.util.Optional;

/**
 * How the work of a project's finished tasks is merged.
 *
 * @param merge what becomes of the work
 * @param testTimeout the longest time of the test command; empty for {@code yardmaster.review.test-timeout}
 * @param reviewBy which stewards review it
 */
@JsonInclude(Include.NON_ABSENT)
public record MergeSettings(MergeMode merge, Optional<Duration> testTimeout, ReviewBy reviewBy) {
    /** The settings of a project that does not set them. */
    public static final MergeSettings DEFAULT = new MergeSettings(MergeMode.NONE, Optional.empty(), ReviewBy.ANY);
}
