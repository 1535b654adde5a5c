package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.PROMPTLY;
import static dev.yardmaster.dispatch.DispatchFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which sessions get a slot, and when slots become free again. Most pools apply only to the stewards of one test, so that sessions of other
 * tests do not count.
 */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PoolDispatchTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private Path gate;

    @BeforeEach
    void open() {
        gate = directory.resolve("gate");
    }

    @AfterEach
    void close() throws IOException {
        openGate();
    }

    @Test
    void shouldKeepAllSlotsOfEachProviderInUse() throws IOException {
        // Given
        String pool = fixture.pool(6, "worker:ephemeral:100:3:claude-code:sonnet", "worker:ephemeral:80:3:opencode");
        String claude = Fakes.claude(Fakes.first(counting("claude"), Fakes.works()));
        String openCode =
                Fakes.openCode(directory, Fakes.first(counting("opencode"), Fakes.openCodePrinting(part("Done."))));
        for (int i = 0; i < 6; i++) {
            fixture.agent(new JsonObject().put("executable", claude).put("model", "sonnet"));
            fixture.agent(new JsonObject().put("executable", openCode).put("launchMode", "one-shot"));
        }
        until(() -> fixture.usedSlots(pool) == 0);
        fixture.pause("{}");
        List<String> tasks = fixture.tasks(12, new JsonObject());

        // When
        fixture.resume();

        // Then
        List<JsonObject> seen = new ArrayList<>();
        until(() -> {
            seen.add(fixture.pool(pool));
            return tasks.stream()
                    .allMatch(task -> fixture.readTask(task).getString("state").equals("done"));
        });
        assertThat(seen).allSatisfy(it -> {
            assertThat(it.getInteger("used")).isLessThanOrEqualTo(6);
            assertThat(used(it)).allMatch(used -> used <= 3);
        });
        assertThat(maxAtOnce("claude")).isEqualTo(3);
        assertThat(maxAtOnce("opencode")).isEqualTo(3);
        assertThat(tasks).allSatisfy(task -> assertThat(fixture.states(task)).containsExactly("completed"));
        assertThat(longestIdleTime(tasks, 6)).isLessThan(PROMPTLY);
        assertThat(fixture.usedSlots(pool)).isZero();
    }

    @Test
    void shouldStartTasksWithTheHigherPoolPriorityFirst() {
        // Given
        fixture.pool(1, entry("100:1:claude-code"), entry("80:1:opencode"));
        JsonObject low = fixture.steward(Fakes.openCode(directory, Fakes.openCodePrinting(part("Done."))), 5);
        fixture.agent(low.put("launchMode", "one-shot").put("tags", new JsonArray().add("low")));
        fixture.agent(fixture.steward(Fakes.claude(Fakes.works()), 5).put("tags", new JsonArray().add("high")));
        fixture.pause("{}");
        List<String> tasks = Stream.of("low", "low", "high", "high")
                .map(tag -> fixture.task(stewards().put("requires", new JsonArray().add(tag))))
                .toList();

        // When
        fixture.resume();

        // Then
        fixture.awaitAll(tasks, "done");
        List<String> order = tasks.stream()
                .flatMap(task -> fixture.sessions(task).stream())
                .sorted(Comparator.comparing(session -> session.getInstant("startedAt")))
                .map(session -> session.getString("provider"))
                .toList();
        assertThat(order).containsExactly("claude-code", "claude-code", "opencode", "opencode");
    }

    @Test
    void shouldFallBackToAnExecutableWithAFreeSlot() throws IOException {
        // Given
        fixture.pool(2, entry("100:1:claude-code"), entry("80:1:opencode"));
        String first = Fakes.claude(Fakes.worksOnce(gate));
        String second = Fakes.openCode(
                directory,
                Fakes.first("until [ -e '" + gate + "' ]; do sleep 0.02; done", Fakes.openCodePrinting(part("Done."))));
        fixture.agent(fixture.steward(first, 5)
                .put("fallbackChain", new JsonArray().add(second))
                .put("launchMode", "one-shot"));

        // When
        List<String> tasks = fixture.tasks(3, stewards());

        // Then
        until(() -> running(tasks) == 2);
        fixture.awaitReason(tasks.get(2), "is full: 2 of 2 slots are used.");
        assertThat(fixture.executables(tasks.get(0))).containsExactly(first);
        assertThat(fixture.executables(tasks.get(1))).containsExactly(second);
        assertThat(fixture.outcomes(fixture.readTask(tasks.get(1)).getString("session")))
                .containsExactly("full", "chosen");
        openGate();
        fixture.awaitAll(tasks, "done");
    }

    @Test
    void shouldFreeTheSlotHoweverASessionEnds() {
        // Given
        String pool = fixture.pool(1, entry("0:1"));
        String gone = Fakes.claude(Fakes.works());
        Slots.remove(gone);
        String done = taskOfSteward(Fakes.works());
        String failing = taskOfSteward("exit 7");
        String limited = taskOfSteward(Fakes.limited("five_hour", Instant.now().plusSeconds(3600)));
        String missing = fixture.task(stewards().put("agent", fixture.agent(fixture.steward(gone, 1))));
        String stopped = taskOfSteward(Fakes.keepsWorking());

        // When
        until(() -> fixture.readTask(stopped).containsKey("session"));
        String session = fixture.readTask(stopped).getString("session");
        until(() -> fixture.api()
                        .post("/api/sessions/" + session + "/stop", new JsonObject())
                        .statusCode()
                < 300);

        // Then
        fixture.awaitTask(stopped, "review");
        fixture.awaitTask(done, "done");
        fixture.awaitTask(failing, "failed");
        fixture.awaitTask(missing, "failed");
        fixture.awaitReason(limited, "limited until");
        assertThat(fixture.states(limited)).containsExactly("limited");
        assertThat(fixture.usedSlots(pool)).isZero();
    }

    @Test
    void shouldApplyChangesToAPoolInUse() throws IOException {
        // Given
        String pool = fixture.pool(2, entry("0"));
        Path gates = Files.createDirectory(directory.resolve("gates"));
        fixture.agent(fixture.steward(
                Fakes.claude(Fakes.first("t=$YARDMASTER_TASK", Fakes.worksOnce(Path.of(gates + "/'$t'")))), 10));
        List<String> tasks = fixture.tasks(7, stewards());
        until(() -> running(tasks) == 2);

        // When
        fixture.changePool(pool, new JsonObject().put("size", 3));
        until(() -> running(tasks) == 3);
        fixture.changePool(pool, new JsonObject().put("size", 1));
        List<String> first = tasks.stream().filter(this::isRunning).toList();
        Files.createFile(gates.resolve(first.get(0)));
        Files.createFile(gates.resolve(first.get(1)));
        fixture.awaitAll(first.subList(0, 2), "done");
        fixture.awaitReason(tasks.getLast(), "is full: 1 of 1 slots are used.");
        long left = running(tasks);
        Files.createFile(gates.resolve(first.get(2)));
        fixture.awaitTask(first.get(2), "done");
        until(() -> running(tasks) == 1);
        fixture.changePool(pool, new JsonObject().put("enabled", false));

        // Then
        assertThat(left).isOne();
        until(() -> running(tasks) == 4);
        for (String task : tasks.stream().filter(it -> !first.contains(it)).toList()) {
            Files.createFile(gates.resolve(task));
        }
        fixture.awaitAll(tasks, "done");
    }

    @Test
    void shouldRejectAStartByHandWhenThePoolIsFull() throws IOException {
        // Given
        String pool = fixture.pool(1, entry("0"));
        String agent = fixture.agent(fixture.steward(Fakes.claude(Fakes.worksOnce(gate)), 5));
        String task = fixture.task(stewards());
        until(() -> isRunning(task));

        // When
        HttpResponse<String> response =
                fixture.api().post("/api/agents/" + agent + "/start", new JsonObject().put("prompt", "go"));

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("code")).isEqualTo("provider_unavailable");
        assertThat(problem.getString("detail")).isEqualTo("The pool '" + pool + "' is full: 1 of 1 slots are used.");
        openGate();
        fixture.awaitTask(task, "done");
        String session = fixture.api().start(agent, "go");
        assertThat(fixture.usedSlots(pool)).isOne();
        fixture.api().json(fixture.api().post("/api/sessions/" + session + "/stop", new JsonObject()));
        fixture.api().awaitEnd(session);
        assertThat(fixture.usedSlots(pool)).isZero();
    }

    /** A pool entry for the test's stewards. {@code rest} is the part after their focus. */
    private String entry(String rest) {
        return "steward:" + fixture.tag() + ":" + rest;
    }

    private static JsonObject stewards() {
        return new JsonObject().put("role", "steward");
    }

    private String taskOfSteward(String program) {
        return fixture.task(stewards().put("agent", fixture.agent(fixture.steward(Fakes.claude(program), 1))));
    }

    private static JsonObject part(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    private void openGate() throws IOException {
        if (!Files.exists(gate)) {
            Files.createFile(gate);
        }
    }

    /** A shell command that works for a while, and records how many sessions of its kind run at the same time. */
    private String counting(String kind) {
        return """
                mkdir -p '%1$s/at-work'
                : > '%1$s/at-work/'$$
                ls '%1$s/at-work' | wc -l >> '%1$s/counts'
                sleep 0.4
                rm '%1$s/at-work/'$$""".formatted(directory.resolve(kind));
    }

    private int maxAtOnce(String kind) throws IOException {
        return Files.readAllLines(directory.resolve(kind).resolve("counts")).stream()
                .mapToInt(line -> Integer.parseInt(line.strip()))
                .max()
                .orElseThrow();
    }

    private static List<Integer> used(JsonObject pool) {
        return DispatchFixture.objects(pool.getJsonArray("entries"))
                .map(entry -> entry.getInteger("used"))
                .toList();
    }

    /** The longest time for which a slot was free while a task waited. */
    private Duration longestIdleTime(List<String> tasks, int slots) {
        List<JsonObject> sessions =
                tasks.stream().flatMap(task -> fixture.sessions(task).stream()).toList();
        List<Instant> starts = sessions.stream()
                .map(session -> session.getInstant("startedAt"))
                .sorted()
                .toList();
        List<Instant> ends = sessions.stream()
                .map(session -> session.getInstant("endedAt"))
                .sorted()
                .toList();
        // The first sessions fill the slots. After that, each session starts when one ends, in the same order.
        Duration longest = Duration.between(starts.getFirst(), starts.get(slots - 1));
        for (int i = slots; i < starts.size(); i++) {
            Duration idle = Duration.between(ends.get(i - slots), starts.get(i));
            longest = idle.compareTo(longest) > 0 ? idle : longest;
        }
        return longest;
    }

    private boolean isRunning(String task) {
        return fixture.readTask(task).getString("state").equals("running");
    }

    private long running(List<String> tasks) {
        return tasks.stream().filter(this::isRunning).count();
    }
}
