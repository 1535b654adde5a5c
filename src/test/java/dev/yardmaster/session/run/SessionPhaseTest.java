package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.SessionPhase.Ended;
import dev.yardmaster.session.run.SessionPhase.Ending;
import dev.yardmaster.session.run.SessionPhase.InputClosed;
import dev.yardmaster.session.run.SessionPhase.NotStarted;
import dev.yardmaster.session.run.SessionPhase.Open;
import dev.yardmaster.session.run.SessionPhase.Started;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionPhaseTest {
    private static final CliChannel CHANNEL = channel(LaunchMode.BIDIRECTIONAL);
    private static final SessionEnd FIRST = SessionEnd.of(SessionState.STOPPED, "first");
    private static final SessionEnd SECOND = SessionEnd.of(SessionState.LOST, "second");
    private static final SessionEnd OUTCOME = SessionEnd.of(SessionState.COMPLETED, "outcome");
    private static final ProcessExit EXIT = FakeConnection.CLEAN;

    static Stream<Arguments> stops() {
        return Stream.of(
                Arguments.of(new NotStarted(), new Ended(SECOND)),
                Arguments.of(new Open(CHANNEL), new Ending(CHANNEL, SECOND, true)),
                Arguments.of(new InputClosed(CHANNEL), new Ending(CHANNEL, SECOND, false)),
                Arguments.of(new Ending(CHANNEL, FIRST, true), new Ending(CHANNEL, FIRST, true)),
                Arguments.of(new Ended(FIRST), new Ended(FIRST)));
    }

    @ParameterizedTest
    @MethodSource("stops")
    void shouldKeepTheFirstReasonOfAStop(SessionPhase phase, SessionPhase expected) {
        // When
        SessionPhase next = phase.stop(SECOND);

        // Then
        assertThat(next).isEqualTo(expected);
    }

    static Stream<Arguments> abandons() {
        return Stream.of(
                Arguments.of(new NotStarted(), SECOND),
                Arguments.of(new Open(CHANNEL), SECOND),
                Arguments.of(new InputClosed(CHANNEL), SECOND),
                Arguments.of(new Ending(CHANNEL, FIRST, true), FIRST),
                Arguments.of(new Ended(FIRST), FIRST));
    }

    @ParameterizedTest
    @MethodSource("abandons")
    void shouldEndFromEveryPhaseWhenItIsAbandoned(SessionPhase phase, SessionEnd expected) {
        // When
        Ended ended = phase.abandon(SECOND);

        // Then
        assertThat(ended.end()).isEqualTo(expected);
    }

    static Stream<Arguments> exits() {
        return Stream.of(
                Arguments.of(new Open(CHANNEL), OUTCOME),
                Arguments.of(new InputClosed(CHANNEL), OUTCOME),
                Arguments.of(new Ending(CHANNEL, FIRST, false), FIRST.after(EXIT)));
    }

    @ParameterizedTest
    @MethodSource("exits")
    void shouldEndWithTheOutcomeUnlessTheServiceEndedTheSession(Started phase, SessionEnd expected) {
        // When
        Ended ended = phase.exited(EXIT, OUTCOME);

        // Then
        assertThat(ended.end()).isEqualTo(expected);
    }

    @Test
    void shouldCloseTheInputOnce() {
        // Given
        Open open = new NotStarted().start(CHANNEL);

        // When
        InputClosed closed = open.closeInput();

        // Then
        assertThat(open.inputOpen()).isTrue();
        assertThat(closed.inputOpen()).isFalse();
        assertThat(closed.closeInput()).isSameAs(closed);
        assertThat(new Ending(CHANNEL, FIRST, true).closeInput()).isEqualTo(new Ending(CHANNEL, FIRST, false));
    }

    @Test
    void shouldTakeCommandsWhileTheInputIsOpen() {
        // When
        CliChannel channel = new Open(CHANNEL).requireOpen("take a message");

        // Then
        assertThat(channel).isSameAs(CHANNEL);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new NotStarted(), "it is still starting. Try again in a moment."),
                Arguments.of(
                        new Open(channel(LaunchMode.ONE_SHOT)),
                        "it is a one-shot session. Start another session instead."),
                Arguments.of(new InputClosed(CHANNEL), "it is ending. Start another session instead."),
                Arguments.of(new Ending(CHANNEL, FIRST, true), "it is ending. Start another session instead."),
                Arguments.of(new Ended(FIRST), "it is ending. Start another session instead."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldRefuseCommandsOtherwise(SessionPhase phase, String reason) {
        // When
        var failure = assertThatThrownBy(() -> phase.requireOpen("take a message"));

        // Then
        failure.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e.detail()).isEqualTo("The session can't take a message: " + reason);
        });
    }

    private static CliChannel channel(LaunchMode mode) {
        return new CliChannel(new FakeConnection(), new FakeDialogue(Optional.empty()), mode);
    }
}
