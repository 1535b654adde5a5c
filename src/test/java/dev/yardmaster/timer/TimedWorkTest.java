package dev.yardmaster.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TimedWorkTest {
    @Inject
    @Any
    Instance<TimedWork> work;

    /** Otherwise a service with nothing to do would keep its database busy. */
    @Test
    void shouldNotBeDueAgainWhenItIsDone() {
        // Given
        work.forEach(TimedWorkTest::run);

        // When
        var next = work.stream().map(TimedWorkTest::run).toList();

        // Then
        assertThat(next).hasSizeGreaterThan(2).allMatch(wait -> wait.isPositive());
    }

    /** How long it is until the work is due; a day for work that is not due at any time. */
    private static Duration run(TimedWork work) {
        return work.run().await().atMost(Duration.ofSeconds(30)).orElse(Duration.ofDays(1));
    }
}
