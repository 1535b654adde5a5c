package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.Target;
import dev.yardmaster.session.Floods;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.log.Repositories;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that follow an agent across its sessions, or the whole fleet. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class FeedStreamTest {
    private static final EventFlood FLOOD = EventFlood.of(1_000).perMessage(100);

    @Inject
    ChunkRepository chunks;

    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldFollowAnAgentThroughSessionsAndReconnects() {
        // Given
        String executable = Floods.inParts(directory, FLOOD, 20);
        String agent = api.agent(executable);
        String other = api.agent(executable);
        List<String> tasks =
                Stream.generate(() -> api.task(agent, "go")).limit(3).toList();
        api.task(other, "go");

        // When
        List<Frame> seen = followWithCuts("/api/agents/" + agent + "/events", 3, new Random(21));

        // Then
        List<String> sessions = tasks.stream().map(api::awaitSession).toList();
        assertThat(sessionsOf(seen).keySet()).containsExactlyInAnyOrderElementsOf(sessions);
        assertWhole(seen);
    }

    @Test
    void shouldFollowTheFleetThroughReconnects() {
        // Given
        String start = "" + chunks.lastPosition().await().indefinitely() + "-999999999";
        String executable = Floods.inParts(directory, FLOOD, 20);
        List<String> tasks = Stream.generate(() -> api.task(api.agent(executable), "go"))
                .limit(3)
                .toList();

        // When
        List<Frame> seen = followWithCuts("/api/events?after=" + start, 3, new Random(22));

        // Then
        assertThat(sessionsOf(seen).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(api::awaitSession).toList());
        assertWhole(seen);
    }

    @Test
    void shouldStartWithNewEventsWithoutACursor() {
        // Given
        String agent = api.agent(Floods.atOnce(directory, EventFlood.of(5)));
        String first = api.awaitSession(api.task(agent, "one"));
        api.awaitEnd(first);

        try (EventStream now = EventStream.open(api, "/api/agents/" + agent + "/events");
                EventStream whole = EventStream.open(api, "/api/agents/" + agent + "/events?after=0")) {
            // When
            String second = api.awaitSession(api.task(agent, "two"));

            // Then
            assertThat(now.next().json().getString("session")).isEqualTo(second);
            assertThat(whole.next().json().getString("session")).isEqualTo(first);
        }
    }

    @Test
    void shouldMissNoEventAfterAConnectionThatBrokeBeforeTheFirstOne() throws Exception {
        // Given
        String agent = api.agent(Floods.atOnce(directory, EventFlood.of(5)));
        Call feed = Call.get("/api/agents/" + agent + "/events");
        var client = new ApiClient(new Target(api.base(), Optional.of(api.token()), "the test"));
        Optional<String> start =
                firstFrame(client.stream(feed, Optional.empty())).id();
        String session = api.awaitSession(api.task(agent, "go"));
        api.awaitEnd(session);

        // When
        try (EventStream rest = EventStream.openAfter(api, feed.path(), start.orElseThrow())) {
            // Then
            assertThat(rest.next().json().getString("session")).isEqualTo(session);
        }
    }

    private static dev.yardmaster.client.EventStream.Frame firstFrame(dev.yardmaster.client.EventStream stream) {
        List<dev.yardmaster.client.EventStream.Frame> frames = new ArrayList<>();
        stream.forEachFrame(frame -> {
            frames.add(frame);
            stream.close();
        });
        return frames.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1-2-3", "1-x", "%00", "99999999999999999999"})
    void shouldRejectAnInvalidCursor(String after) {
        // When
        try (EventStream stream = EventStream.open(api, "/api/events?after=" + after)) {
            // Then
            assertThat(stream.status()).isEqualTo(400);
        }
    }

    @Test
    void shouldReturn404ForAnUnknownAgent() {
        // When
        try (EventStream stream = EventStream.open(api, "/api/agents/unknown/events")) {
            // Then
            assertThat(stream.status()).isEqualTo(404);
        }
    }

    @Test
    void shouldReturnTheSamePositionWhenAChunkIsStoredAgain() {
        // Given
        var chunk = new Chunk(0, UUID.randomUUID(), UUID.randomUUID(), SliceFixture.of(1, new String[] {"{}"}, "raw"));
        long position =
                chunks.insert(List.of(chunk)).await().indefinitely().getFirst().position();

        // When
        List<Chunk> again = chunks.insert(List.of(chunk)).await().indefinitely();

        // Then
        assertThat(again).extracting(Chunk::position).containsExactly(position);
    }

    @Test
    void shouldGiveContiguousPositionsToChunksThatAreStoredConcurrently() {
        // Given
        UUID agent = UUID.randomUUID();
        long before = chunks.lastPosition().await().indefinitely();
        List<Uni<List<Chunk>>> inserts = Stream.generate(() -> chunks.insert(List.of(chunk(agent), chunk(agent))))
                .limit(30)
                .toList();

        // When
        List<Long> positions = Uni.join().all(inserts).andFailFast().await().indefinitely().stream()
                .flatMap(List::stream)
                .map(Chunk::position)
                .sorted()
                .toList();

        // Then
        long last = chunks.lastPosition().await().indefinitely();
        assertThat(positions).hasSize(60).doesNotHaveDuplicates().allMatch(it -> it > before && it <= last);
        assertThat(chunks.ofFeed(Optional.empty(), before, 1_000).await().indefinitely())
                .extracting(Chunk::position)
                .isEqualTo(LongStream.rangeClosed(before + 1, last).boxed().toList());
    }

    /** The second repository is that of another service on the same database. */
    @Test
    void shouldShowTheChunksOfAnotherService() {
        // Given
        ChunkRepository otherService = Repositories.ofAnotherService(pool);
        UUID agent = UUID.fromString(api.json(
                        api.get("/api/agents/" + api.agent(Floods.atOnce(directory, EventFlood.of(1)))))
                .getString("id"));
        try (EventStream stream = EventStream.open(api, "/api/agents/" + agent + "/events?after=0")) {
            // When
            otherService.insert(List.of(chunk(agent))).await().indefinitely();

            // Then
            assertThat(stream.next().event()).isEqualTo("test");
        }
    }

    private static Chunk chunk(UUID agent) {
        return new Chunk(0, UUID.randomUUID(), agent, SliceFixture.of(1, new String[] {"{}"}, "raw"));
    }

    private List<Frame> followWithCuts(String path, int sessions, Random random) {
        List<Frame> seen = new ArrayList<>();
        while (ends(seen) < sessions) {
            try (EventStream stream = seen.isEmpty()
                    ? EventStream.open(api, path.contains("?") ? path : path + "?after=0")
                    : EventStream.openAfter(api, path, seen.getLast().id())) {
                for (int reads = random.nextInt(40); reads > 0 && ends(seen) < sessions; reads--) {
                    seen.addAll(stream.readSome(1 + random.nextInt(4_000)));
                }
                stream.vanish();
            }
        }
        return seen;
    }

    private static long ends(List<Frame> seen) {
        return seen.stream()
                .filter(frame -> frame.event().equals("session.ended"))
                .count();
    }

    private static Map<String, List<Long>> sessionsOf(List<Frame> seen) {
        return seen.stream()
                .map(Frame::json)
                .collect(Collectors.groupingBy(
                        event -> event.getString("session"),
                        Collectors.mapping(event -> event.getLong("seq"), Collectors.toList())));
    }

    private static void assertWhole(List<Frame> seen) {
        assertThat(sessionsOf(seen).values())
                .allSatisfy(seqs -> assertThat(seqs)
                        .hasSizeGreaterThan(FLOOD.deltas())
                        .isEqualTo(
                                LongStream.rangeClosed(1, seqs.size()).boxed().toList()));
        assertThat(seen).extracting(Frame::id).doesNotHaveDuplicates();
    }
}
