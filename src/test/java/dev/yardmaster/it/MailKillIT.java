package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.inbox.MailReader;
import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many senders write to one agent, while the service is killed at random moments. */
class MailKillIT {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int SENDERS = 100;
    private static final int MESSAGES_OF_A_SENDER = 5;
    private static final Pattern MESSAGE = Pattern.compile("(?m)^Message (\\S+) from .*:\\n> (s\\d+-\\d+)$");

    @TempDir
    Path directory;

    private final Random random = new Random(11);
    private final AtomicInteger sent = new AtomicInteger();
    private MailReader reader;

    /** A message that is not sent yet, with its key. */
    private record Unsent(String text, String key) {}

    @Test
    void shouldDeliverEachMessageOnceInEffectAndInTheOrderOfItsSender() throws Exception {
        // Given
        Path home = directory.resolve("home");
        installReader();
        List<Queue<Unsent>> senders = senders();

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = PackagedService.start(directory, home)) {
                Api api = service.api();
                register(api);
                int enough = sent.get() + SENDERS / 2;
                Thread sending = Thread.ofPlatform().start(() -> send(api, senders));
                await().atMost(Duration.ofMinutes(2)).until(() -> sent.get() >= enough || !sending.isAlive());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(500)));
                service.kill();
                sending.join();
            }
        }
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            send(api, senders);

            // Then
            assertThat(senders).allMatch(Queue::isEmpty);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(inbox(api))
                            .allMatch(message -> message.getString("state").equals("delivered")));
            List<String> expected = senders().stream()
                    .flatMap(queue -> queue.stream().map(Unsent::text))
                    .toList();
            assertThat(inbox(api))
                    .extracting(message -> message.getLong("seq"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, expected.size()).boxed().toList());
            assertThat(inbox(api))
                    .extracting(message -> message.getString("text"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertToldOnceInEffect(expected);
        }
    }

    /** A message can be told twice, but with the same id, and its first time is in the order of its sender. */
    private void assertToldOnceInEffect(List<String> expected) {
        Map<String, Set<String>> ids = new HashMap<>();
        Set<String> order = new LinkedHashSet<>();
        for (String turn : reader.turns()) {
            for (MatchResult message : MESSAGE.matcher(turn).results().toList()) {
                ids.computeIfAbsent(message.group(2), _ -> new HashSet<>()).add(message.group(1));
                order.add(message.group(2));
            }
        }
        assertThat(order).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ids.values()).allSatisfy(of -> assertThat(of).hasSize(1));
        for (int sender = 0; sender < SENDERS; sender++) {
            String prefix = "s" + sender + "-";
            assertThat(order.stream().filter(text -> text.startsWith(prefix)).toList())
                    .containsExactlyElementsOf(texts(sender));
        }
    }

    private void installReader() throws Exception {
        reader = new MailReader(directory.resolve("turns"));
        Path script = Files.writeString(directory.resolve("reader"), "#!/bin/sh\n" + reader.script());
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("config"));
        Files.write(
                directory.resolve("config/application.properties"),
                List.of(
                        "yardmaster.health.every=off",
                        "yardmaster.executables.reader.provider=claude-code",
                        "yardmaster.executables.reader.path=" + script));
    }

    private static void register(Api api) {
        if (api.get("/api/agents/reader").statusCode() == 404) {
            api.json(api.post(
                    "/api/agents",
                    new JsonObject().put("name", "reader").put("role", "worker").put("executable", "reader")));
        }
    }

    private static List<Queue<Unsent>> senders() {
        List<Queue<Unsent>> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            Queue<Unsent> queue = new ArrayDeque<>();
            texts(sender).forEach(text -> queue.add(new Unsent(text, text + "-" + UUID.randomUUID())));
            senders.add(queue);
        }
        return senders;
    }

    private static List<String> texts(int sender) {
        return IntStream.range(0, MESSAGES_OF_A_SENDER)
                .mapToObj(number -> "s" + sender + "-" + number)
                .toList();
    }

    /** Each sender sends one message after the other, until all are sent or the service is gone. */
    private void send(Api api, List<Queue<Unsent>> senders) {
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
            senders.forEach(queue -> threads.execute(() -> sendAll(api, queue)));
        }
    }

    private void sendAll(Api api, Queue<Unsent> queue) {
        try {
            while (!queue.isEmpty()) {
                Unsent next = queue.element();
                var body = new JsonObject().put("to", "reader").put("text", next.text());
                int status = api.post("/api/messages", body, next.key()).statusCode();
                if (status == 201) {
                    queue.remove();
                    sent.incrementAndGet();
                } else {
                    // A request that the kill interrupted keeps its key for a while.
                    assertThat(status).isIn(409, 503);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                }
            }
        } catch (IllegalStateException _) {
            // The service was killed. The next one gets the rest.
        }
    }

    private static List<JsonObject> inbox(Api api) {
        return api.json(api.get("/api/agents/reader/inbox?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
