package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskQueueTest {
    private static final UUID OURS = UUID.randomUUID();
    private static final TaskQueue WORK = lane(Optional.empty(), Optional.empty());

    private static Stream<Arguments> refusals() {
        AvailableAgent one = agent("one", 1).done();
        TaskQueue ours = lane(Optional.empty(), Optional.of(OURS));
        TaskQueue forOne = lane(Optional.of(one.profile().id()), Optional.of(OURS));
        TaskQueue hard =
                new TaskQueue(1, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("web", "gpu", "java"));
        return Stream.of(
                Arguments.of(WORK, agent("it", 1), ""),
                Arguments.of(WORK, agent("it", 1).project(OURS), ""),
                Arguments.of(
                        WORK, agent("it", 1).role(Role.DIRECTOR), "It is a director, and the task is for a worker."),
                Arguments.of(
                        WORK,
                        agent("it", 1).persistent(),
                        "It is persistent, and so given only what is reserved for it."),
                Arguments.of(ours, agent("it", 1).project(OURS), ""),
                Arguments.of(ours, agent("it", 1), ""),
                Arguments.of(ours, agent("it", 1).project(UUID.randomUUID()), "It works on another project."),
                Arguments.of(forOne, agent("one", 1).role(Role.STEWARD).persistent(), ""),
                Arguments.of(forOne, agent("other", 1), "The task is reserved for another agent."),
                Arguments.of(hard, agent("it", 1).tags("java", "web", "gpu", "more"), ""),
                Arguments.of(hard, agent("it", 1).tags("java"), "It lacks the tags gpu, web."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldSayWhyAnAgentMayNotHaveIt(TaskQueue lane, AgentBuilder agent, String reason) {
        // When
        Optional<String> refusal = lane.refuses(agent.done());

        // Then
        assertThat(refusal.orElse("")).isEqualTo(reason);
    }

    @Test
    void shouldAddUpTheRoomOfThoseThatMayHaveIt() {
        // Given
        var room = new QueueCapacity(Stream.of(
                        agent("a", 2),
                        agent("b", 3),
                        agent("c", 4).tags("gpu"),
                        agent("d", 50).role(Role.DIRECTOR))
                .map(AgentBuilder::done)
                .toList());
        var gpu = new TaskQueue(2, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("gpu"));

        // When
        List<Integer> rooms = Stream.of(
                        WORK,
                        gpu,
                        lane(Optional.of(agent("b", 1).done().profile().id()), Optional.empty()),
                        lane(Optional.of(UUID.randomUUID()), Optional.empty()))
                .map(room::of)
                .toList();

        // Then
        assertThat(rooms).containsExactly(9, 4, 3, 0);
    }

    private static TaskQueue lane(Optional<UUID> only, Optional<UUID> project) {
        return new TaskQueue(1, Role.WORKER, only, project, Set.of());
    }
}
