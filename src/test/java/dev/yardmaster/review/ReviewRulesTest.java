package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.merge.Combination;
import dev.yardmaster.merge.TestResult;
import dev.yardmaster.project.MergeMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to reviews, and what agents read about it. */
class ReviewRulesTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({
        "AUTO,   false, APPROVED",
        "AUTO,   true,  WAITING",
        "REVIEW, false, WAITING",
        "REVIEW, true,  WAITING",
        "NONE,   false, WITHDRAWN"
    })
    void shouldDecideWhetherWorkNeedsAnApproval(MergeMode mode, boolean personWanted, ReviewState expected) {
        // When
        ReviewState next = ReviewRules.afterInspection(mode, personWanted);

        // Then
        assertThat(next).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO,   true,  MERGING",
        "REVIEW, true,  WAITING",
        "REVIEW, false, MERGING",
        "NONE,   true,  WITHDRAWN",
        "NONE,   false, WITHDRAWN"
    })
    void shouldAskThePresentProjectBeforeItMerges(MergeMode mode, boolean approvedByService, ReviewState expected) {
        // When
        ReviewState next = ReviewRules.beforeMerge(mode, approvedByService);

        // Then
        assertThat(next).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 3, false", "2, 3, false", "3, 3, true", "0, 0, true"})
    void shouldSendWorkBackAsOftenAsAllowed(int returns, int maxReturns, boolean expected) {
        // When
        boolean givenUp = ReviewRules.isGivenUp(returns, maxReturns);

        // Then
        assertThat(givenUp).isEqualTo(expected);
    }

    @Test
    void shouldListTheFirstFilesOfALargeConflict() {
        // Given
        List<String> files = IntStream.range(0, 30).mapToObj(it -> "f" + it).toList();

        // When
        String note = ReviewRules.conflictNote("main", new Combination.Conflicting(files, List.of()));

        // Then
        assertThat(note)
                .startsWith("The work conflicts with the branch main in f0, f1,")
                .contains("f19 and 10 more files.", "git merge main")
                .doesNotContain("f20");
    }

    @Test
    void shouldQuoteTheEndOfTheOutputFromTheBeginningOfALine() {
        // Given
        String output = "begun\n" + "x".repeat(10_000) + "\nlast line\n";

        // When
        String note = ReviewRules.redNote("main", "./test", result(Optional.of(2), false, output), LIMIT);

        // Then
        assertThat(note)
                .startsWith("The test of the merged work failed with exit code 2. The service has run `./test`")
                .contains("[…]\nlast line\n")
                .doesNotContain("begun", "xxx")
                .hasSizeLessThan(7_000);
    }

    @Test
    void shouldSayThatATestWasSilentOrTooLong() {
        // When
        String note = ReviewRules.redNote("main", "./test", result(Optional.empty(), true, " \n"), LIMIT);

        // Then
        assertThat(note).contains("did not end within 300 seconds", "(nothing)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NEW      | 0 | The service looks at what has changed.",
                "WAITING  | 0 | A person has to approve or reject it.",
                "APPROVED | 0 | The service merges it next.",
                "APPROVED | 2 | Its turn: 2 before it.",
                "MERGING  | 0 | The service merges and tests it."
            })
    void shouldSayWhatAReviewWaitsFor(ReviewState state, int ahead, String expected) {
        // When
        Optional<String> waitsFor = ReviewRules.waitsFor(state, Optional.empty(), Optional.empty(), ahead);

        // Then
        assertThat(waitsFor).contains(expected);
        assertThat(ReviewRules.waitsFor(state, Optional.of("The disk is full."), Optional.empty(), ahead))
                .contains("The disk is full.");
        assertThat(ReviewRules.waitsFor(ReviewState.MERGED, Optional.empty(), Optional.empty(), ahead))
                .isEmpty();
    }

    private static TestResult result(Optional<Integer> exitCode, boolean timedOut, String output) {
        return new TestResult(exitCode, timedOut, Instant.EPOCH, Duration.ofSeconds(1), output);
    }
}
