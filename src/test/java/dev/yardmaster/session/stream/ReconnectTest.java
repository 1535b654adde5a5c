package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.Floods;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that lose their connection 100 times, each after a random number of bytes, and reconnect with the id of their last event. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ReconnectTest {
    private static final EventFlood FLOOD = EventFlood.of(8_000).perMessage(300);
    private static final int CUTS = 100;
    private static final int MAX_BYTES_BETWEEN_CUTS = 80_000;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldSendEveryEventOnceWhileTheSessionRuns(long seed) {
        // Given
        String agent = api.agent(Floods.inParts(directory, FLOOD, 80));
        String session = api.awaitSession(api.task(agent, "go"));

        // When
        List<Frame> seen = readWithCuts(session, new Random(seed));

        // Then
        assertThat(seen).isEqualTo(wholeLog(session));
    }

    @Test
    void shouldSendEveryEventOnceAfterTheSessionHasEnded() {
        // Given
        String agent = api.agent(Floods.atOnce(directory, FLOOD));
        String session = api.awaitSession(api.task(agent, "go"));
        api.awaitEnd(session);

        // When
        List<Frame> seen = readWithCuts(session, new Random(13));

        // Then
        assertThat(seen).isEqualTo(wholeLog(session));
    }

    private List<Frame> readWithCuts(String session, Random random) {
        List<Frame> seen = new ArrayList<>();
        for (int cut = 0; cut < CUTS; cut++) {
            EventStream stream = resume(session, seen, random);
            seen.addAll(stream.read(1 + random.nextInt(MAX_BYTES_BETWEEN_CUTS)));
            stream.vanish();
        }
        try (EventStream stream = resume(session, seen, random)) {
            seen.addAll(stream.readAll());
        }
        return seen;
    }

    /** A client that started with {@code after} keeps it in its URL when it reconnects; the header then takes precedence. */
    private EventStream resume(String session, List<Frame> seen, Random random) {
        String path = "/api/sessions/" + session + "/events";
        if (seen.isEmpty()) {
            return EventStream.open(api, path);
        }
        String last = seen.getLast().id();
        return switch (random.nextInt(3)) {
            case 0 -> EventStream.open(api, path + "?after=" + last);
            case 1 -> EventStream.openAfter(api, path, last);
            default -> EventStream.openAfter(api, path + "?after=" + random.nextInt(100), last);
        };
    }

    /** The log of the ended session, after a check that it contains everything that the CLI printed. */
    private List<Frame> wholeLog(String session) {
        api.awaitEnd(session);
        try (EventStream stream = EventStream.open(api, "/api/sessions/" + session + "/events")) {
            List<Frame> all = stream.readAll();
            assertThat(all).extracting(Frame::seq).containsExactlyElementsOf(seqs(all.size()));
            assertThat(all.getLast().event()).isEqualTo("session.ended");
            assertThat(all.stream()
                            .filter(frame -> frame.event().equals("message.delta"))
                            .map(frame -> frame.json().getJsonObject("data").getString("text")))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, FLOOD.deltas())
                            .mapToObj(FLOOD::text)
                            .toList());
            return all;
        }
    }

    private static List<Long> seqs(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
