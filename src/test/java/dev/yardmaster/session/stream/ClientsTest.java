package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.session.Floods;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many concurrent clients, some of which read slowly, never, or vanish. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ClientsTest {
    private static final EventFlood FLOOD = EventFlood.of(8_000);
    // The ring and the unstored events, in arrays that can be twice as long as their content.
    private static final double MAX_LOG_BYTES = 16 * 1024 * 1024;

    private static final long MAX_HEAP_BYTES = 32 * 1024 * 1024;

    @Inject
    MeterRegistry metrics;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldServeOtherClientsWhileSomeDoNotRead() throws Exception {
        // Given
        String session = api.awaitSession(api.task(api.agent(Floods.inParts(directory, FLOOD, 40)), "go"));
        String path = "/api/sessions/" + session + "/events";
        List<EventStream> lazy = streams(10, () -> EventStream.openSmall(api, path));
        List<EventStream> eager = streams(40, () -> EventStream.open(api, path));

        // When
        List<List<Long>> seen = readAll(eager);
        double memory = gauge("yardmaster.log.memory");
        List<List<Long>> seenLater = readAll(lazy);

        // Then
        List<Long> all =
                LongStream.rangeClosed(1, seen.getFirst().size()).boxed().toList();
        assertThat(all).hasSizeGreaterThan(FLOOD.deltas());
        assertThat(seen).hasSize(40).allSatisfy(seqs -> assertThat(seqs).isEqualTo(all));
        assertThat(seenLater).hasSize(10).allSatisfy(seqs -> assertThat(seqs).isEqualTo(all));
        assertThat(memory).isLessThan(MAX_LOG_BYTES);
        awaitClients(0);
        await().untilAsserted(() -> assertThat(gauge("yardmaster.log.memory")).isZero());
    }

    @Test
    void shouldUseLittleMemoryForClientsThatNeverRead() {
        // Given
        EventFlood flood = EventFlood.of(100_000);
        String agent = api.agent(Floods.inParts(directory, flood, 10));
        long before = heapInUse();

        // When
        String session = api.awaitSession(api.task(agent, "go"));
        List<EventStream> lazy = streams(10, () -> EventStream.openSmall(api, "/api/sessions/" + session + "/events"));
        api.awaitEnd(session);

        // Then
        long held = heapInUse() - before;
        assertThat(gauge("yardmaster.stream.clients")).isEqualTo(10);
        // Each client has about 30 MB left to read.
        assertThat(held).isLessThan(MAX_HEAP_BYTES);
        lazy.forEach(EventStream::vanish);
        awaitClients(0);
    }

    @Test
    void shouldForgetClientsThatVanish() {
        // Given
        String agent = api.agent(Floods.inParts(directory, EventFlood.of(4_000), 100));
        String running = api.start(agent, "go");
        String path = "/api/sessions/" + running + "/events";
        List<EventStream> early = streams(60, () -> EventStream.ask(api, "/api/agents/" + agent + "/events"));
        early.forEach(EventStream::vanish);
        List<EventStream> waiting = streams(60, () -> EventStream.open(api, "/api/events"));
        List<EventStream> reading = streams(80, () -> EventStream.openSmall(api, path));
        reading.forEach(stream -> stream.read(3_000));
        awaitClients(140);

        // When
        waiting.forEach(EventStream::vanish);
        reading.forEach(EventStream::vanish);

        // Then
        awaitClients(0);
        try (EventStream stream = EventStream.open(api, path)) {
            assertThat(stream.next(100)).extracting(Frame::seq).last().isEqualTo(100L);
        }
        api.json(api.post("/api/sessions/" + running + "/stop", new JsonObject()));
        api.awaitEnd(running);
    }

    private static List<EventStream> streams(int count, Supplier<EventStream> open) {
        return Stream.generate(open).limit(count).toList();
    }

    private static List<List<Long>> readAll(List<EventStream> streams) throws Exception {
        List<List<Long>> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> readers = streams.stream()
                    .map(stream -> threads.submit(() -> {
                        try (stream) {
                            return stream.readAll().stream().map(Frame::seq).toList();
                        }
                    }))
                    .toList();
            for (Future<List<Long>> reader : readers) {
                seen.add(reader.get());
            }
        }
        return seen;
    }

    private void awaitClients(int count) {
        await().untilAsserted(
                        () -> assertThat(gauge("yardmaster.stream.clients")).isEqualTo(count));
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
