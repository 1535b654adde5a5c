package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service at random moments while it starts many short tasks within a pool. */
class ClaimIT {
    private static final int KILLS = 5;
    private static final int AGENTS = 8;
    private static final int SLOTS = 3;
    private static final int TASKS_PER_KILL = 12;

    @TempDir
    Path directory;

    private final List<String> tasks = new ArrayList<>();
    private final Random random = new Random(7);

    @Test
    void shouldNeitherLeakSlotsNorRunATaskTwice() throws Exception {
        // Given
        var clis = new FakeClis(directory, EventFlood.of(20));
        clis.add("only", "--slots=" + SLOTS, "--jitter=90");
        try (var service = start()) {
            new ServiceFixture(service.api()).registerAgents(AGENTS, SLOTS, new JsonObject().put("executable", "only"));
        }

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = start()) {
                var fixture = new ServiceFixture(service.api());
                assertNoSlotIsLeaked(fixture);
                tasks.addAll(fixture.tasks(TASKS_PER_KILL));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(700)));
                service.kill();
            }
        }

        // Then
        try (var service = start()) {
            var fixture = new ServiceFixture(service.api());
            assertNoSlotIsLeaked(fixture);
            for (String task : tasks) {
                fixture.api().awaitTask(task, "done");
                assertThat(fixture.completedSessions(task)).isEqualTo(1);
            }
            assertThat(fixture.usedSlots()).isZero();
            assertThat(clis.violations()).isEmptyFile();
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(directory, directory.resolve("home"));
    }

    /** A session releases its slots when it ends. So when no new ones start, all slots become free. */
    private static void assertNoSlotIsLeaked(ServiceFixture fixture) {
        fixture.pause(new JsonObject());
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(fixture.dispatcher().getInteger("running")).isZero();
            assertThat(fixture.usedSlots()).isZero();
        });
        fixture.resume();
    }
}
