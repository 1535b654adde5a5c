package dev.yardmaster.review;

import dev.yardmaster.merge.Work;
import dev.yardmaster.project.MergeMode;
import dev.yardmaster.project.ReviewBy;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A review with what the service needs to decide about it.
 *
 * @param head the commit that was looked at; empty if the service has not looked at it yet
 * @param commit the squash commit of an earlier attempt
 * @param baseBranch the branch that the project names as its base
 * @param approvedByService whether the service has approved it, without a person or a steward
 * @param personWanted whether the agent has asked for a person
 * @param test the project's test
 * @param returns how often the work was sent back before
 * @param provider the provider that the author ran on
 * @param reviewBy which stewards review it
 * @param earlier what the task had done when its work was merged last
 */
record QueuedReview(
        UUID id,
        UUID task,
        UUID project,
        ReviewState state,
        String author,
        String title,
        String result,
        Optional<String> head,
        Optional<String> commit,
        String baseBranch,
        boolean approvedByService,
        boolean personWanted,
        MergeMode mode,
        Optional<Test> test,
        int returns,
        Optional<String> provider,
        ReviewBy reviewBy,
        Optional<Work.Earlier> earlier) {
    /**
     * A test.
     *
     * @param timeout empty for the default
     */
    record Test(String command, Optional<Duration> timeout) {}
}
