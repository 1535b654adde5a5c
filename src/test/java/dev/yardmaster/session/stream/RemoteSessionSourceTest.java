package dev.yardmaster.session.stream;

import static dev.yardmaster.session.stream.Sources.assertEnds;
import static dev.yardmaster.session.stream.Sources.assertWaits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.log.EventFeed;
import dev.yardmaster.session.log.LogFixture;
import dev.yardmaster.session.log.SessionLog;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two services share a store. One of them runs the session, and the reader is at the other one. */
@Timeout(60)
class RemoteSessionSourceTest {
    private static final UUID SESSION = UUID.randomUUID();

    private final LogFixture owner = new LogFixture();
    private final SessionLog log = owner.log(SESSION);
    private final SessionLog other = owner.log(UUID.randomUUID());
    private final EventFeed feed = new EventFeed();
    private boolean ended;

    @Test
    void shouldFollowTheSessionToItsEnd() {
        // Given
        RemoteSessionSource source = source(0);
        store(log, "a", "b");
        var first = Sources.read(source);
        store(log, "c");
        var second = Sources.read(source);
        end();

        // When
        var last = Sources.read(source);

        // Then
        assertWaits(first, "1", "2");
        assertWaits(second, "3");
        assertEnds(last, "4");
        assertThat(last.frames().getLast()).contains("event: session.ended");
    }

    @Test
    void shouldNotRepeatEventsThatItsReaderHasSeenBeforeTheyWereStored() {
        // Given
        store(log, "a", "b");
        RemoteSessionSource source = source(3);
        var before = Sources.read(source);
        store(log, "c", "d");

        // When
        var after = Sources.read(source);

        // Then
        assertWaits(before);
        assertWaits(after, "4");
    }

    @Test
    void shouldEndForAReaderWhoseCursorIsBehindTheEnd() {
        // Given
        store(log, "a");
        RemoteSessionSource source = source(50);
        Sources.read(source);
        end();

        // When
        var read = Sources.read(source);

        // Then
        assertEnds(read);
    }

    @Test
    void shouldNotReadTheStoreForOtherSessionsOfThisService() {
        // Given
        store(log, "a");
        RemoteSessionSource source = source(0);
        Sources.read(source);
        int reads = owner.store().reads();
        LogFixture.append(other, "b");
        owner.storeAll();
        feed.add(owner.store().ofFeed(Optional.empty(), 1, 1).await().indefinitely());
        int afterFeed = owner.store().reads();

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read);
        assertThat(owner.store().reads()).isEqualTo(afterFeed).isEqualTo(reads + 1);
    }

    @Test
    void shouldNotMissEventsThatAreStoredDuringARead() {
        // Given
        RemoteSessionSource source = source(0);
        owner.store().duringNextRead(() -> store(log, "a"));

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read, "1");
    }

    @Test
    void shouldAddTheRawLines() {
        // Given
        store(log, "one");

        // When
        var read = Sources.read(new RemoteSessionSource(
                SESSION, owner.store(), feed, () -> Uni.createFrom().item(ended), true, 0));

        // Then
        assertThat(read.frames()).singleElement().asString().contains("\"raw\":[\"one\"]");
    }

    private RemoteSessionSource source(long after) {
        return new RemoteSessionSource(
                SESSION, owner.store(), feed, () -> Uni.createFrom().item(ended), false, after);
    }

    private void store(SessionLog to, String... lines) {
        LogFixture.append(to, lines);
        owner.storeAll();
        feed.announce(owner.feed().lastPosition());
    }

    private void end() {
        var last = log.end(SessionEnd.of(SessionState.COMPLETED, "Done."));
        owner.feed().add(owner.store().insert(List.of(last)).await().indefinitely());
        ended = true;
        feed.announce(owner.feed().lastPosition());
    }
}
