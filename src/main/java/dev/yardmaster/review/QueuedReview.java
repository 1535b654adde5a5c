package dev.yardmaster.review;

import dev.yardmaster.project.MergeMode;
import dev.yardmaster.project.ReviewBy;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A review with what the service needs to decide about it.
 *
 * @param commit the squash commit of an earlier attempt
 * @param personWanted whether the agent has asked for a person
 * @param test the project's test
 * @param returns how often the work was sent back before
 * @param provider the provider that the author ran on
 * @param reviewBy which stewards review it
 */
record QueuedReview(
        UUID id,
        UUID task,
        UUID project,
        ReviewState state,
        String author,
        String title,
        String result,
        Optional<String> commit,
        boolean personWanted,
        MergeMode mode,
        Optional<Test> test,
        int returns,
        Optional<String> provider,
        ReviewBy reviewBy) {
    /**
     * A test.
     *
     * @param timeout empty for the default
     */
    record Test(String command, Optional<Duration> timeout) {}
}
