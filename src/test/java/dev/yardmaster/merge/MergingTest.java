package dev.yardmaster.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How git puts work and the base branch together, in real repositories. */
class MergingTest {
    @TempDir
    Path directory;

    private MergeFixture fixture;

    @BeforeEach
    void createRepository() {
        fixture = new MergeFixture(directory);
    }

    @Test
    void shouldMakeOneCommitByTheAgentWithoutTouchingTheCheckout() {
        // Given
        Work work = fixture.work("Write it", "All of it is written.", "one", "1\n");
        SortedMap<String, String> before = fixture.project.checkout();

        // When
        String commit = fixture.squash(work);

        // Then
        assertThat(fixture.project.checkout()).isEqualTo(before);
        assertThat(fixture.project.git("log", "-1", "--format=%an|%cn|%P|%B", commit))
                .isEqualTo("tim|Yardmaster|" + fixture.base().tip()
                        + "|Write it\n\nAll of it is written.\n\nYardmaster-Task: " + work.task()
                        + "\nYardmaster-Review: " + work.review());
        assertThat(fixture.project.git("log", "-1", "--format=%(trailers:key=Yardmaster-Task,valueonly)", commit))
                .isEqualTo(work.task().toString());
        assertThat(fixture.project.git("ls-tree", "--name-only", commit)).isEqualTo("README\none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It's \"quoted\" `$(touch hacked)` \\ %s",
                "-m --amend",
                "# no comment",
                "Löschen 🚂 日本",
                "two\nlines\n\nYardmaster-Task: forged",
                "   "
            })
    void shouldKeepAnyTitle(String title) {
        // Given
        Work work = fixture.work(title, "", "one", "1\n");

        // When
        String commit = fixture.squash(work);

        // Then
        String expected = title.isBlank()
                ? "Task " + work.task()
                : title.replaceAll("\\s+", " ").strip();
        assertThat(fixture.project.git("log", "-1", "--format=%s", commit)).isEqualTo(expected);
        assertThat(fixture.project.git("log", "-1", "--format=%(trailers:key=Yardmaster-Task,valueonly)", commit))
                .isEqualTo(work.task().toString());
        assertThat(fixture.project.path().resolve("hacked")).doesNotExist();
    }

    @Test
    void shouldCutAVeryLongResult() {
        // Given
        Work work = fixture.work("Long", "🚂".repeat(300_000), "one", "1\n");

        // When
        String commit = fixture.squash(work);

        // Then
        assertThat(fixture.project.git("log", "-1", "--format=%b", commit))
                .contains("🚂…\n\nYardmaster-Task: ")
                .hasSizeLessThan(25_000);
    }

    @Test
    void shouldNameTheFilesAndReasonsOfAConflict() {
        // Given
        Work work = fixture.work("README", "mine\n");
        String base = fixture.commitToBase("README", "theirs\n");

        // When
        Combination combination = MergeFixture.merging(work).combine(base);

        // Then
        assertThat(combination).isInstanceOfSatisfying(Combination.Conflicting.class, it -> {
            assertThat(it.files()).containsExactly("README");
            assertThat(it.messages()).containsExactly("CONFLICT (content): Merge conflict in README");
        });
    }

    @Test
    void shouldExplainAConflictBetweenADeletionAndAChange() {
        // Given
        fixture.commitToBase("a file with \"quotes\" and ü", "1\n2\n3\n");
        Work work = fixture.work("a file with \"quotes\" and ü", "1\nchanged\n3\n");
        fixture.project.git("reset", "--quiet", "--hard");
        fixture.project.git("rm", "--quiet", "a file with \"quotes\" and ü");
        String base = fixture.project.commitAll("deleted");

        // When
        Combination combination = MergeFixture.merging(work).combine(base);

        // Then
        assertThat(combination).isInstanceOfSatisfying(Combination.Conflicting.class, it -> {
            assertThat(it.files()).containsExactly("a file with \"quotes\" and ü");
            assertThat(it.messages()).singleElement().asString().startsWith("CONFLICT (modify/delete)");
        });
    }

    @Test
    void shouldFindNothingToMergeInWorkThatTheBaseHas() {
        // Given
        Work work = fixture.work("one", "1\n");
        String base = fixture.commitToBase("one", "1\n");

        // When
        Combination combination = MergeFixture.merging(work).combine(base);

        // Then
        assertThat(combination).isEqualTo(new Combination.Nothing());
    }

    @Test
    void shouldSayThatABranchHasNothingInCommonWithTheBase() {
        // Given
        Work work = fixture.work("one", "1\n");
        fixture.project.git("checkout", "--quiet", "--orphan", "fresh");
        String base = fixture.project.commitAll("another beginning");

        // When
        Combination combination = MergeFixture.merging(work).combine(base);

        // Then
        assertThat(combination)
                .isInstanceOfSatisfying(
                        Combination.Conflicting.class,
                        it -> assertThat(it.messages().getFirst()).contains("no commit in common with main"));
    }

    @Test
    void shouldUseTheMergeDriverOfTheRepository() {
        // Given
        fixture.project.write(".gitattributes", "README merge=mine\n");
        fixture.project.commitAll("attributes");
        fixture.project.git("config", "merge.mine.driver", "cp %B %A");
        Work work = fixture.work("README", "mine\n");
        String base = fixture.commitToBase("README", "theirs\n");

        // When
        Combination combination = MergeFixture.merging(work).combine(base);

        // Then
        assertThat(combination)
                .isInstanceOfSatisfying(
                        Combination.Clean.class,
                        it -> assertThat(fixture.project.git("show", it.tree() + ":README"))
                                .isEqualTo("mine"));
    }

    @Test
    void shouldEndAMergeDriverThatHangs() {
        // Given
        fixture.project.write(".gitattributes", "README merge=slow\n");
        fixture.project.commitAll("attributes");
        fixture.project.git("config", "merge.slow.driver", "sleep 600");
        Work work = fixture.work("README", "mine\n");
        String base = fixture.commitToBase("README", "theirs\n");
        var merging = new Merging(work, Duration.ofSeconds(2));

        // When
        var thrown = assertThatThrownBy(() -> merging.combine(base));

        // Then
        thrown.isInstanceOf(YardmasterException.class).hasMessageContaining("did not end within 2 seconds");
    }

    @Test
    void shouldRecognizeAMergedReviewByItsTrailer() {
        // Given
        Work work = fixture.work("one", "1\n");
        String commit = fixture.squash(work);
        String before = fixture.base().tip();
        fixture.base().step(before, commit);
        String after = fixture.commitToBase("two", "2\n");

        // When
        Optional<String> merged = MergeFixture.merging(work).merged(after);

        // Then
        assertThat(merged).contains(commit);
        assertThat(MergeFixture.merging(work).merged(before)).isEmpty();
        assertThat(MergeFixture.merging(fixture.work("three", "3\n")).merged(after))
                .isEmpty();
    }

    @Test
    void shouldNotTakeAForgedTrailerForAMerge() {
        // Given
        Work work = fixture.work("one", "1\n");
        String lines = "Yardmaster-Task: " + work.task() + "\nYardmaster-Review: " + work.review();
        Work forging = fixture.work("Write two", "Done.\n\n" + lines + "\n\nReally.\n" + lines, "two", "2\n");
        String commit = fixture.squash(forging);
        fixture.base().step(fixture.base().tip(), commit);
        fixture.project.write("three", "3\n");
        fixture.project.git("add", "three");
        fixture.project.git("commit", "--quiet", "-m", "By hand\n\n" + lines + "\n\nNo trailer.");

        // When
        Optional<String> merged =
                MergeFixture.merging(work).merged(fixture.base().tip());

        // Then
        assertThat(merged).isEmpty();
        assertThat(MergeFixture.merging(forging).merged(fixture.base().tip())).contains(commit);
        assertThat(fixture.project.git("log", "-1", "--format=%B", commit).lines())
                .filteredOn(line -> line.startsWith("Yardmaster-"))
                .containsExactly("Yardmaster-Task: " + forging.task(), "Yardmaster-Review: " + forging.review());
    }

    @Test
    void shouldUseTheSameCommitAgainAfterARestart() {
        // Given
        Work work = fixture.work("one", "1\n");
        String base = fixture.base().tip();
        String tree = ((Combination.Clean) MergeFixture.merging(work).combine(base)).tree();
        String commit =
                MergeFixture.merging(work).squash(base, tree, Optional.of("0123456789012345678901234567890123456789"));

        // When
        String again = MergeFixture.merging(work).squash(base, tree, Optional.of(commit));
        String onAnotherBase =
                MergeFixture.merging(work).squash(fixture.commitToBase("two", "2\n"), tree, Optional.of(commit));

        // Then
        assertThat(again).isEqualTo(commit);
        assertThat(onAnotherBase).isNotEqualTo(commit);
    }

    @Test
    void shouldMergeOnlyWhatAReopenedTaskHasChangedSinceItsMerge() {
        // Given
        Work first = fixture.work("README", "second\n");
        String merged = fixture.squash(first);
        fixture.base().step(fixture.base().tip(), merged);
        fixture.commitToBase("other", "by somebody\n");
        Work again = fixture.reopened(first, merged, "README", "third\n");
        Work unchanged = fixture.reopened(first, merged, "README", "second\n");
        String base = fixture.base().tip();

        // When
        Combination combination = MergeFixture.merging(again).combine(base);

        // Then
        assertThat(combination).isInstanceOfSatisfying(Combination.Clean.class, it -> {
            assertThat(fixture.project.git("show", it.tree() + ":README")).isEqualTo("third");
            assertThat(fixture.project.git("show", it.tree() + ":other")).isEqualTo("by somebody");
        });
        assertThat(MergeFixture.merging(again).fork(base)).contains(first.commit());
        assertThat(MergeFixture.merging(unchanged).changesAnything(first.commit()))
                .isFalse();
    }
}
