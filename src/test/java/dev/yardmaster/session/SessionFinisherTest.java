package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.StoredAtOnce;
import dev.yardmaster.session.run.FakeDialogue;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionFixture;
import dev.yardmaster.session.run.SessionLaunch;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionFinisherTest {
    private static final SessionEnd END = SessionEnd.of(SessionState.COMPLETED, "The agent finished.");

    private final SessionFixture fixture = new SessionFixture();
    private final FinisherFixture service = new FinisherFixture();
    private final RunningSession session = fixture.session(SessionFixture.task(fixture.provider()));
    private final UUID id = session.launch().session();

    @BeforeEach
    void register() {
        service.registry.register(id, _ -> session);
    }

    @Test
    void shouldCompleteTheLogThenStoreTheEndThenForgetTheSession() {
        // Given
        session.start(session.launch());
        SessionFixture.print(session, "started", "usage");

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(SessionFixture.events(session)).endsWith("session.ended");
        assertThat(service.stored).containsExactly(new FinisherFixture.Stored(id, END, FakeDialogue.USAGE));
        assertThat(service.actions).containsExactly("stored", "files removed");
        assertThat(service.registry.size()).isZero();
        assertThat(session.finished()).isCompleted();
    }

    @Test
    void shouldSayInTheEndThatTheCheckpointFailed() {
        // Given
        session.start(session.launch());
        service.failCheckpoints("The disk is full.");

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(service.stored)
                .extracting(FinisherFixture.Stored::end)
                .containsExactly(END.adding("The disk is full."));
        assertThat(SessionFixture.events(session)).endsWith("session.ended");
        assertThat(session.finished()).isCompleted();
    }

    @Test
    void shouldStoreTheEndOfASessionWhoseLogFails() {
        // Given
        SessionLaunch launch = SessionFixture.task(fixture.provider());
        RunningSession failing = fixture.session(launch, StoredAtOnce.failing(launch.session(), launch.agent()));
        service.registry.register(launch.session(), _ -> failing);

        // When
        service.finisher.finish(failing, END);

        // Then
        assertThat(service.stored).extracting(FinisherFixture.Stored::end).containsExactly(END);
        assertThat(failing.finished()).isCompleted();
    }

    @Test
    void shouldFinishASessionForWhichThereIsNoThread() {
        // Given
        var finisher = service.finisher(_ -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        // When
        finisher.finish(session, END);

        // Then
        assertThat(service.actions).containsExactly("stored", "files removed");
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldShowTheEndToReadersAfterItIsStored() {
        // Given
        session.start(session.launch());
        SessionFixture.print(session, "started", "usage");

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(service.shownWhenStored).isNotEmpty().noneMatch(frame -> frame.contains("\nevent: session.ended\n"));
        assertThat(service.chunks)
                .singleElement()
                .satisfies(chunk -> assertThat(SliceFixture.frames(chunk.slice()))
                        .singleElement()
                        .asString()
                        .contains("\nevent: session.ended\n"));
        assertThat(session.log().ended()).isTrue();
    }

    @Test
    void shouldLeadReadersToTheStoreWhenAnotherServiceHasEndedTheSession() {
        // Given
        service.endElsewhere();

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(session.log().endsInStore()).isTrue();
        assertThat(SessionFixture.events(session)).doesNotContain("session.ended");
    }

    @Test
    void shouldNotShowTheEndWhenTheServiceStopsBeforeItIsStored() {
        // Given
        service.failStoring(1);
        service.registry.close();

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(session.log().ended()).isFalse();
        assertThat(SessionFixture.events(session)).doesNotContain("session.ended");
    }

    @Test
    void shouldRetryUntilTheEndIsStored() {
        // Given
        service.failStoring(2);

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(service.actions)
                .containsExactly("not stored", "paused", "not stored", "paused", "stored", "files removed");
    }

    @Test
    void shouldKeepTheSessionRegisteredUntilTheEndIsStored() {
        // Given
        service.failStoring(1);
        service.onPause(() -> service.actions.add("registered: " + service.registry.size()));

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(service.actions).containsExactly("not stored", "paused", "registered: 1", "stored", "files removed");
    }

    @Test
    void shouldLeaveTheEndToTheNextStartWhenTheServiceStops() {
        // Given
        service.failStoring(1);
        service.registry.close();

        // When
        service.finisher.finish(session, END);

        // Then
        assertThat(service.stored).isEmpty();
        assertThat(service.actions).containsExactly("not stored", "files removed");
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldQuarantineTheExecutableBeforeTheTaskIsReadyAgain() {
        // Given
        var cause = new SessionEnd.Cause(new FailureCause.Auth(), Optional.of("Not logged in"));
        var end =
                new SessionEnd(SessionState.FAILED, "Not logged in", Optional.empty(), Optional.empty(), cause, false);

        // When
        service.finisher.finish(session, end);

        // Then
        assertThat(service.actions).containsExactly("quarantined fake: Not logged in", "stored", "files removed");
    }

    @Test
    void shouldCheckTheExecutableOfASessionThatCouldNotStart() {
        // Given
        var failure = new YardmasterException(ErrorCode.LAUNCH_FAILED, "There is no such program.");

        // When
        service.finisher.fail(session, failure);

        // Then
        assertThat(service.actions).containsExactly("rechecked fake", "stored", "files removed");
        assertThat(service.stored.getFirst().end())
                .isEqualTo(SessionEnd.of(SessionState.FAILED, "There is no such program. Install it."));
    }

    @Test
    void shouldNotAdviseToInstallWhenTheStartFailedForAnotherReason() {
        // Given
        var failure = new YardmasterException(ErrorCode.INVALID_REQUEST, "This cannot be.");

        // When
        service.finisher.fail(session, failure);

        // Then
        assertThat(service.stored.getFirst().end().reason()).isEqualTo("This cannot be.");
    }

    @Test
    void shouldPointToTheServiceLogAfterACrash() {
        // When
        service.finisher.fail(session, new IllegalStateException("a bug"));

        // Then
        assertThat(service.stored.getFirst().end())
                .isEqualTo(SessionEnd.of(
                        SessionState.FAILED,
                        "Yardmaster failed to run the session. See the service log for session " + id + "."));
        assertThat(service.actions).containsExactly("stored", "files removed");
    }

    @Test
    void shouldStoreAStopRatherThanALaterFailure() {
        // Given
        session.stopByHand();

        // When
        service.finisher.fail(session, new IllegalStateException("a bug"));

        // Then
        assertThat(service.stored.getFirst().end().state()).isEqualTo(SessionState.STOPPED);
    }
}
