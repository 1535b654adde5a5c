package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.run.SessionWork.TurnEnd;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SessionWorkTest {
    private static final AgentEvent ASKED = new AgentEvent.UserMessage("do it");
    private static final AgentEvent STARTED_BY_ITSELF = new AgentEvent.TurnStarted();
    private static final JsonSlice TEXT = JsonSlice.ofString("hello");
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", TEXT);
    private static final AgentEvent CALL = new AgentEvent.ToolCall("c", "Bash", JsonSlice.raw("{}"));
    private static final AgentEvent RESULT = new AgentEvent.ToolResult("c", TEXT, false);
    private static final AgentEvent.TurnEnded EMPTY = ended(Outcome.COMPLETED, JsonSlice.ofString(" \n"));

    private final SessionWork work = new SessionWork();

    @Test
    void shouldWaitForNothingWithoutWork() {
        // When
        WaitsFor waitsFor = work.waitsFor();

        // Then
        assertThat(waitsFor).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldWaitForATurn() {
        // When
        observe(ASKED, MESSAGE);

        // Then
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.TURN);
    }

    @Test
    void shouldWaitForAToolUntilItReturns() {
        // Given
        observe(ASKED, CALL);
        WaitsFor before = work.waitsFor();

        // When
        observe(RESULT);

        // Then
        assertThat(before).isEqualTo(WaitsFor.TOOL);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.TURN);
    }

    @Test
    void shouldForgetACallWithoutAResultAtTheEndOfTheTurn() {
        // Given
        observe(ASKED, CALL);
        work.end(ended(Outcome.INTERRUPTED, JsonSlice.nullValue()));

        // When
        observe(ASKED);

        // Then
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.TURN);
    }

    @Test
    void shouldWaitForTasksInTheBackground() {
        // Given
        observe(ASKED, MESSAGE, tasks(2));

        // When
        TurnEnd end = work.end(ended(Outcome.COMPLETED, TEXT));

        // Then
        assertThat(end).isEqualTo(TurnEnd.COUNTS);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.BACKGROUND_TASK);
    }

    @Test
    void shouldExpectATurnWhenTheLastTaskHasEnded() {
        // Given
        observe(ASKED, MESSAGE, tasks(1));
        work.end(ended(Outcome.COMPLETED, TEXT));

        // When
        observe(tasks(0));

        // Then
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.OWN_TURN);
    }

    @Test
    void shouldExpectNoTurnAfterTheTurnThatATaskHasCaused() {
        // Given
        observe(ASKED, MESSAGE, tasks(1));
        work.end(ended(Outcome.COMPLETED, TEXT));
        observe(tasks(0), STARTED_BY_ITSELF, MESSAGE);

        // When
        TurnEnd end = work.end(ended(Outcome.COMPLETED, TEXT));

        // Then
        assertThat(end).isEqualTo(TurnEnd.COUNTS);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldIgnoreTheEndOfATurnThatIsNotOpen(Outcome outcome) {
        // Given
        observe(ASKED, MESSAGE);
        work.end(ended(Outcome.COMPLETED, TEXT));

        // When
        TurnEnd end = work.end(ended(outcome, TEXT));

        // Then
        assertThat(end).isEqualTo(TurnEnd.IGNORED);
    }

    @Test
    void shouldFindThatATurnDidNothing() {
        // Given
        observe(ASKED, usage(0));

        // When
        TurnEnd end = work.end(EMPTY);

        // Then
        assertThat(end).isEqualTo(TurnEnd.DID_NOTHING);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.OWN_TURN);
    }

    @Test
    void shouldFindThatASecondTurnDidNothing() {
        // Given
        observe(ASKED, MESSAGE);
        work.end(ended(Outcome.COMPLETED, TEXT));
        observe(ASKED);

        // When
        TurnEnd end = work.end(EMPTY);

        // Then
        assertThat(end).isEqualTo(TurnEnd.DID_NOTHING);
    }

    @ParameterizedTest
    @MethodSource("signsOfWork")
    void shouldCountATurnInWhichTheAgentDidSomething(AgentEvent event) {
        // Given
        observe(ASKED, event);

        // When
        TurnEnd end = work.end(EMPTY);

        // Then
        assertThat(end).isEqualTo(TurnEnd.COUNTS);
    }

    private static Stream<AgentEvent> signsOfWork() {
        return Stream.of(
                MESSAGE,
                CALL,
                RESULT,
                usage(1),
                new AgentEvent.MessageDelta("m", Content.TEXT, TEXT),
                new AgentEvent.Reasoning("m", TEXT));
    }

    @Test
    void shouldCountATurnThatHasOnlyAResult() {
        // Given
        observe(ASKED);

        // When
        TurnEnd end = work.end(ended(Outcome.COMPLETED, TEXT));

        // Then
        assertThat(end).isEqualTo(TurnEnd.COUNTS);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "INTERRUPTED"})
    void shouldCountATurnThatFailedBeforeItDidSomething(Outcome outcome) {
        // Given
        observe(ASKED);

        // When
        TurnEnd end = work.end(ended(outcome, JsonSlice.nullValue()));

        // Then
        assertThat(end).isEqualTo(TurnEnd.COUNTS);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldCountBothEndsOfMessagesThatShareATurn() {
        // Given
        observe(ASKED, MESSAGE, ASKED);
        TurnEnd first = work.end(EMPTY);

        // When
        TurnEnd second = work.end(EMPTY);

        // Then
        assertThat(first).isEqualTo(TurnEnd.COUNTS);
        assertThat(second).isEqualTo(TurnEnd.COUNTS);
    }

    @Test
    void shouldIgnoreATurnOfTheAgentsOwnThatDidNothing() {
        // Given
        observe(ASKED, MESSAGE);
        work.end(ended(Outcome.COMPLETED, TEXT));
        observe(STARTED_BY_ITSELF);
        boolean unfinished = work.hasUnfinishedTurn();

        // When
        TurnEnd end = work.end(EMPTY);

        // Then
        assertThat(unfinished).isFalse();
        assertThat(end).isEqualTo(TurnEnd.IGNORED);
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldNotCutOffATurnOfTheAgentsOwnThatDoesSomething() {
        // When
        observe(STARTED_BY_ITSELF, MESSAGE);

        // Then
        assertThat(work.hasUnfinishedTurn()).isTrue();
        assertThat(work.waitsFor()).isEqualTo(WaitsFor.TURN);
    }

    private void observe(AgentEvent... events) {
        Stream.of(events).forEach(work::observe);
    }

    private static AgentEvent tasks(int running) {
        return new AgentEvent.BackgroundTasks(running, JsonSlice.raw("[]"));
    }

    private static AgentEvent usage(long tokens) {
        return new AgentEvent.Usage(0, tokens, 0, 0, OptionalDouble.empty());
    }

    private static AgentEvent.TurnEnded ended(Outcome outcome, JsonSlice result) {
        return new AgentEvent.TurnEnded(outcome, result);
    }
}
