package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void shouldRunChecksAtTheSameTimeAndKeepTheirOrder() throws Exception {
        // Given
        var secondRuns = new CountDownLatch(1);
        Check first = check("first", () -> {
            secondRuns.await();
            return List.of(Finding.ok("first", "It works."));
        });
        Check second = check("second", () -> {
            secondRuns.countDown();
            return List.of(Finding.ok("second", "It works."), Finding.ok("third", "It works too."));
        });

        // When
        new CheckRunner(LONG).run(List.of(first, second), findings::add);

        // Then
        assertThat(findings).extracting(Finding::check).containsExactly("first", "second", "third");
    }

    @Test
    void shouldPassOnTheOtherFindingsIfACheckHangs() throws Exception {
        // Given
        var interrupted = new CountDownLatch(1);
        Check hanging = check("hanging", () -> {
            try {
                new CountDownLatch(1).await();
                return List.of();
            } finally {
                interrupted.countDown();
            }
        });
        Check quick = check("quick", () -> List.of(Finding.ok("quick", "It works.")));

        // When
        new CheckRunner(Duration.ofSeconds(1)).run(List.of(quick, hanging), findings::add);

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.ok("quick", "It works."),
                        Finding.warning(
                                "hanging",
                                "The check had no result within 1 s.",
                                "Repeat the command when the machine is less busy."));
        interrupted.await();
    }

    @Test
    void shouldReportACheckThatFails() throws Exception {
        // Given
        Check failing = check("failing", () -> {
            throw new IllegalStateException("bad luck");
        });

        // When
        new CheckRunner(LONG).run(List.of(failing), findings::add);

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAILED);
            assertThat(finding.detail()).contains("The check failed:", "bad luck");
            assertThat(finding.fix()).isPresent();
        });
    }

    private static Check check(String name, Callable<List<Finding>> task) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> run() throws Exception {
                return task.call();
            }
        };
    }
}
