package dev.yardmaster.dispatch.planning;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.provider.resolution.Preferences.Choice;
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
    private static final UUID PROJECT = UUID.randomUUID();
    private static final TaskQueue WORK = queue(Optional.empty(), Optional.empty());

    private static Stream<Arguments> rejections() {
        AvailableAgent one = agent("one", 1).build();
        TaskQueue ofProject = queue(Optional.empty(), Optional.of(PROJECT));
        TaskQueue reservedForOne = queue(Optional.of(one.profile().id()), Optional.of(PROJECT));
        TaskQueue withTags = new TaskQueue(
                1, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("web", "gpu", "java"), Choice.NONE);
        return Stream.of(
                Arguments.of(WORK, agent("it", 1), ""),
                Arguments.of(WORK, agent("it", 1).project(PROJECT), ""),
                Arguments.of(
                        WORK, agent("it", 1).role(Role.DIRECTOR), "It is a director, and the task is for a worker."),
                Arguments.of(
                        WORK,
                        agent("it", 1).persistent(),
                        "It is persistent, so it runs only tasks that are reserved for it."),
                Arguments.of(ofProject, agent("it", 1).project(PROJECT), ""),
                Arguments.of(ofProject, agent("it", 1), ""),
                Arguments.of(ofProject, agent("it", 1).project(UUID.randomUUID()), "It works on another project."),
                Arguments.of(reservedForOne, agent("one", 1).role(Role.STEWARD).persistent(), ""),
                Arguments.of(
                        reservedForOne, agent("one", 1).project(UUID.randomUUID()), "It works on another project."),
                Arguments.of(reservedForOne, agent("other", 1), "The task is reserved for another agent."),
                Arguments.of(withTags, agent("it", 1).tags("java", "web", "gpu", "more"), ""),
                Arguments.of(withTags, agent("it", 1).tags("java"), "It lacks the tags gpu, web."));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void shouldExplainWhyAnAgentIsNotEligible(TaskQueue queue, AgentBuilder agent, String reason) {
        // When
        Optional<String> rejection = queue.rejectionOf(agent.build());

        // Then
        assertThat(rejection.orElse("")).isEqualTo(reason);
    }

    @Test
    void shouldAddUpTheFreeSessionsOfEligibleAgents() {
        // Given
        var capacity = new QueueCapacity(Stream.of(
                        agent("a", 2),
                        agent("b", 3),
                        agent("c", 4).tags("gpu"),
                        agent("d", 50).role(Role.DIRECTOR))
                .map(AgentBuilder::build)
                .toList());
        var gpu = new TaskQueue(2, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("gpu"), Choice.NONE);
        TaskQueue reservedForB =
                queue(Optional.of(agent("b", 1).build().profile().id()), Optional.empty());
        TaskQueue reservedForUnknown = queue(Optional.of(UUID.randomUUID()), Optional.empty());

        // When
        List<Integer> capacities = Stream.of(WORK, gpu, reservedForB, reservedForUnknown)
                .map(capacity::of)
                .toList();

        // Then
        assertThat(capacities).containsExactly(9, 4, 3, 0);
    }

    private static TaskQueue queue(Optional<UUID> reservedFor, Optional<UUID> project) {
        return new TaskQueue(1, Role.WORKER, reservedFor, project, Set.of(), Choice.NONE);
    }
}
