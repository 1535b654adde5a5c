package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.FakeDialogue;
import dev.yardmaster.session.run.FakeProvider;
import dev.yardmaster.session.run.SessionFixture;
import dev.yardmaster.session.run.SessionLaunch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionLauncherTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FinisherFixture service = new FinisherFixture();
    private final SessionLaunch launch = SessionFixture.task(fixture.provider());
    private final UUID id = launch.session();
    private boolean allowsSessions = true;

    @Test
    void shouldStartARegisteredSession() {
        // When
        launcher(UnaryOperator.identity()).launch(launch);

        // Then
        assertThat(service.registry.find(id).orElseThrow().isStarted()).isTrue();
        assertThat(fixture.connection.calls()).containsExactly("message go");
        assertThat(service.stored).isEmpty();
    }

    @Test
    void shouldStoreTheEndWhenTheCliExits() {
        // Given
        launcher(UnaryOperator.identity()).launch(launch);
        SessionFixture.print(service.registry.find(id).orElseThrow(), "started", "done");

        // When
        fixture.connection.exit(FakeConnection.CLEAN);

        // Then
        assertThat(ends()).extracting(SessionEnd::state).containsExactly(SessionState.COMPLETED);
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldStartWithThePreparedRequest() {
        // Given
        LaunchRequest request = launch.request();
        UnaryOperator<SessionLaunch> oneShot = it -> it.with(new LaunchRequest(
                request.executable(),
                LaunchMode.ONE_SHOT,
                request.model(),
                request.directory(),
                request.conversation(),
                LaunchContext.none(Path.of("/scratch")),
                request.identity()));

        // When
        launcher(oneShot).launch(launch);

        // Then
        assertThat(fixture.connection.calls()).containsExactly("message go", FakeConnection.CLOSED);
    }

    @Test
    void shouldEndASessionThatCannotBePrepared() {
        // Given
        UnaryOperator<SessionLaunch> preparation = _ -> {
            throw new YardmasterException(ErrorCode.LAUNCH_FAILED, "The disk is full.");
        };

        // When
        launcher(preparation).launch(launch);

        // Then
        assertThat(ends()).containsExactly(SessionEnd.of(SessionState.FAILED, "The disk is full. Install it."));
        assertThat(fixture.connection.calls()).isEmpty();
    }

    @Test
    void shouldEndASessionWhoseCliCannotBeStarted() {
        // Given
        var failure = new YardmasterException(ErrorCode.LAUNCH_FAILED, "There is no such program.");
        SessionLaunch failing = SessionFixture.task(FakeProvider.failing(failure));

        // When
        launcher(UnaryOperator.identity()).launch(failing);

        // Then
        assertThat(ends()).containsExactly(SessionEnd.of(SessionState.FAILED, "There is no such program. Install it."));
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldEndASessionThatCrashes() {
        // Given
        SessionLaunch failing = SessionFixture.task(FakeProvider.failing(new IllegalStateException("a bug")));

        // When
        launcher(UnaryOperator.identity()).launch(failing);

        // Then
        assertThat(ends())
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).startsWith("Yardmaster failed to run the session."));
    }

    @Test
    void shouldNotStartASessionThatIsStoppedWhileItWaitsForItsLaunch() {
        // Given
        List<Runnable> waiting = new ArrayList<>();
        launcher(UnaryOperator.identity()).launchOn(waiting::add, launch);
        service.registry.find(id).orElseThrow().stopByHand();

        // When
        waiting.forEach(Runnable::run);

        // Then
        assertThat(fixture.connection.calls()).isEmpty();
        assertThat(ends()).containsExactly(SessionEnd.of(SessionState.STOPPED, "Stopped by hand."));
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldNotStartASessionThatIsStoppedWhileItIsPrepared() {
        // Given
        UnaryOperator<SessionLaunch> preparation = it -> {
            service.registry.find(id).orElseThrow().stopByHand();
            return it;
        };

        // When
        launcher(preparation).launch(launch);

        // Then
        assertThat(fixture.connection.calls()).isEmpty();
        assertThat(ends()).extracting(SessionEnd::state).containsExactly(SessionState.STOPPED);
    }

    @Test
    void shouldNotStartASessionWhenTheServiceStops() {
        // Given
        service.registry.close();

        // When
        launcher(UnaryOperator.identity()).launch(launch);

        // Then
        assertThat(fixture.connection.calls()).isEmpty();
        assertThat(ends()).containsExactly(SessionEnd.of(SessionState.LOST, "The service was stopped."));
    }

    @Test
    void shouldNotStartASessionThatAnotherServiceMayTakeOver() {
        // Given
        allowsSessions = false;

        // When
        launcher(UnaryOperator.identity()).launch(launch);

        // Then
        assertThat(fixture.connection.calls()).isEmpty();
        assertThat(ends()).containsExactly(SessionEnd.of(SessionState.LOST, TakenOverSessions.FENCED));
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldEndASessionForWhichTheSystemHasNoThread() {
        // Given
        SessionLaunch failing = SessionFixture.task(new FakeProvider(
                () -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                FakeDialogue::new));

        // When
        launcher(UnaryOperator.identity()).launch(failing);

        // Then
        assertThat(ends()).singleElement().satisfies(end -> {
            assertThat(end.reason()).contains("too few resources", "unable to create native thread");
            assertThat(end.cause().failure()).isInstanceOf(FailureCause.Transient.class);
        });
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldEndASessionThatNoThreadLaunches() {
        // Given
        Executor full = _ -> {
            throw new RejectedExecutionException("The queue is full.");
        };

        // When
        var launched = launcher(UnaryOperator.identity()).launchOn(full, launch);

        // Then
        assertThat(launched).isCompleted();
        assertThat(fixture.connection.calls()).isEmpty();
        assertThat(ends()).extracting(SessionEnd::state).containsExactly(SessionState.FAILED);
        assertThat(service.registry.size()).isZero();
    }

    private SessionLauncher launcher(UnaryOperator<SessionLaunch> preparation) {
        return new SessionLauncher(
                service.registry, fixture::session, preparation, service.finisher, () -> allowsSessions);
    }

    private List<SessionEnd> ends() {
        return service.stored.stream().map(FinisherFixture.Stored::end).toList();
    }
}
