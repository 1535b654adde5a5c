package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** {@code kill -9} of the service at random moments while it hands out many short tasks within a pool. */
class ClaimIT {
    private static final int KILLS = 5;
    private static final int AGENTS = 8;
    private static final int SLOTS = 3;
    private static final int TASKS_A_KILL = 12;

    // Takes one of as many locks as there are slots, and a little time.
    private static final String WORK = """
            for slot in $(seq %d) none; do exec 8>slot-$slot; flock -n 8 && break; done
            [ $slot = none ] && echo "More sessions run than there are slots" >>violations
            sleep 0.0$(( $$ %% 10 ))
            """.formatted(SLOTS);

    @TempDir
    Path directory;

    private final List<String> tasks = new ArrayList<>();
    private final Random random = new Random(7);

    @Test
    void shouldKeepSlotsAndTasksRight() throws Exception {
        // Given
        var clis = new FakeClis(directory);
        clis.add("only", WORK);
        try (var service = start()) {
            new ServiceFixture(service.api()).crew(AGENTS, SLOTS, new JsonObject().put("executable", "only"));
        }

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = start()) {
                var yard = new ServiceFixture(service.api());
                assertNoSlotIsLeaked(yard);
                tasks.addAll(yard.tasks(TASKS_A_KILL));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(700)));
                service.kill();
            }
        }

        // Then
        try (var service = start()) {
            var yard = new ServiceFixture(service.api());
            assertNoSlotIsLeaked(yard);
            for (String task : tasks) {
                yard.api().awaitTask(task, "done");
                assertThat(yard.completed(task)).isEqualTo(1);
            }
            assertThat(yard.used()).isZero();
            assertThat(clis.violations()).isEmptyFile();
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(directory, directory.resolve("home"));
    }

    /** What sessions hold that run, or were about to be started, is given back when they end: without further ones all slots come free. */
    private static void assertNoSlotIsLeaked(ServiceFixture yard) {
        yard.pause(new JsonObject());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(yard.dispatcher().getInteger("running")).isZero();
            assertThat(yard.used()).isZero();
        });
        yard.resume();
    }
}
