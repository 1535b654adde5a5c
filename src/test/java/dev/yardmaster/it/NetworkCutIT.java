package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.TcpRelay;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three services share a database, and the network between the dispatching one and the database is cut, again and again. */
class NetworkCutIT {
    private static final int CUTS = Integer.getInteger("cuts", 1);
    private static final Duration CUT = Duration.ofSeconds(Integer.getInteger("cut.seconds", 15));
    private static final int AGENTS = 6;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    /** A service whose connections to the database pass a relay. */
    private record Member(TcpRelay relay, PackagedService service, Path home) implements AutoCloseable {
        String instance() throws IOException {
            return Files.readString(home.resolve("instance-id")).strip();
        }

        ServiceFixture fixture() throws IOException {
            return new ServiceFixture(service.api());
        }

        @Override
        public void close() throws Exception {
            relay.mend();
            service.close();
            relay.close();
        }
    }

    @Test
    void shouldRunNoTaskTwiceAndLoseNoEventWhenTheNetworkIsCut() throws Exception {
        // Given
        var clis = new FakeClis(directory, EventFlood.of(300));
        clis.configure(
                "yardmaster.dispatch.heartbeat=1s",
                "yardmaster.session.exit-grace=500ms",
                "yardmaster.session.terminate-grace=500ms",
                "yardmaster.dispatch.lease=5s",
                "yardmaster.dispatch.lost-after=10s");
        clis.add("only", "--sleep=2", "--in-pieces");
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(directory.resolve("postgres"), EmbeddedPostgres.defaultCache());
                Member first = start(postgres, "first");
                Member second = start(postgres, "second");
                Member third = start(postgres, "third")) {
            List<Member> members = List.of(first, second, third);
            first.fixture().registerAgents(AGENTS, AGENTS, new JsonObject().put("executable", "only"));
            List<FeedRecorder> feeds = new ArrayList<>();
            for (Member member : members) {
                feeds.add(new FeedRecorder());
                feeds.getLast().followAlways(member.service().api(), "/api/events");
            }
            var streams = new FeedRecorder();
            List<String> tasks = new ArrayList<>();

            // When
            for (int i = 0; i < CUTS; i++) {
                Member leader = leader(members);
                int started = clis.starts().size();
                tasks.addAll(leader.fixture().tasks(AGENTS * 4));
                await().atMost(TIMEOUT).until(() -> clis.starts().size() >= started + AGENTS);
                streams.followSessions(leader.service().api());
                int seen = streams.received().size();
                await().atMost(TIMEOUT).until(() -> streams.received().size() > seen);
                leader.relay().cut();
                LockSupport.parkNanos(CUT.toNanos());
                leader.relay().mend();
            }

            // Then
            Api api = second.service().api();
            for (String task : tasks) {
                await().atMost(TIMEOUT)
                        .until(() -> api.json(api.get("/api/tasks/" + task))
                                .getString("state")
                                .equals("done"));
                assertThat(second.fixture().completedSessions(task)).isEqualTo(1);
            }
            assertThat(clis.violations()).isEmptyFile();
            assertThat(second.fixture().usedSlots()).isZero();
            await().atMost(TIMEOUT).untilAsserted(() -> {
                Map<FeedRecorder.Key, JsonObject> stored = FeedRecorder.storedBesideGaps(api);
                assertThat(streams.lost(stored)).isEmpty();
                assertThat(feeds).allSatisfy(feed -> {
                    assertThat(feed.lost(stored)).isEmpty();
                    assertThat(feed.missing(stored)).isEmpty();
                });
            });
            feeds.forEach(FeedRecorder::stop);
        }
    }

    private Member start(EmbeddedPostgres postgres, String name) throws IOException {
        TcpRelay relay = TcpRelay.to(postgres.host(), postgres.port());
        String url = "postgresql://" + postgres.username() + ":" + postgres.password() + "@127.0.0.1:" + relay.port()
                + "/" + postgres.database();
        Path home = directory.resolve(name);
        var member =
                new Member(relay, PackagedService.start(directory, home, Map.of("YARDMASTER_DATABASE_URL", url)), home);
        member.service().api();
        return member;
    }

    private static Member leader(List<Member> members) throws IOException {
        String instance = members.getFirst()
                .fixture()
                .awaitDispatcher(it -> it.containsKey("leader"))
                .getJsonObject("leader")
                .getString("instance");
        for (Member member : members) {
            if (member.instance().equals(instance)) {
                return member;
            }
        }
        throw new AssertionError("No service has the id " + instance);
    }
}
