package dev.yardmaster.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import dev.yardmaster.task.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanDependenciesTest {
    @Test
    void shouldResolveNamesAndIds() {
        // Given
        UUID existing = Ids.next();
        List<PlanTask> tasks = List.of(task("a"), task("b", "a", existing.toString(), "c"), task("c"));
        Map<String, UUID> ids = ids(tasks);

        // When
        List<List<UUID>> resolved = PlanDependencies.resolve(tasks, ids);

        // Then
        assertThat(resolved).containsExactly(List.of(), List.of(ids.get("a"), existing, ids.get("c")), List.of());
    }

    @Test
    void shouldNameEveryUnknownName() {
        // Given
        List<PlanTask> tasks = List.of(task("a", "x"), task("b", "a", "A"));

        // Then
        assertThatThrownBy(() -> PlanDependencies.resolve(tasks, ids(tasks)))
                .isInstanceOfSatisfying(YardmasterException.class, failure -> {
                    assertThat(failure.code().code()).isEqualTo("unknown_task");
                    assertThat(failure.errors())
                            .extracting(FieldError::field)
                            .containsExactly("tasks[0].dependsOn[0]", "tasks[1].dependsOn[1]");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:a           | a -> a
            a:b b:a       | a -> b -> a
            s: a:b,s b:c c:a,s | a -> b -> c -> a
            x:a a:b b:a y:x    | a -> b -> a
            """)
    void shouldNameTheTasksOfACycle(String graph, String expected) {
        // Given
        List<PlanTask> tasks = Arrays.stream(graph.split(" "))
                .map(text -> text.split(":"))
                .map(parts -> task(parts[0], parts.length == 1 ? new String[0] : parts[1].split(",")))
                .toList();

        // Then
        assertThatThrownBy(() -> PlanDependencies.resolve(tasks, ids(tasks)))
                .isInstanceOfSatisfying(
                        YardmasterException.class,
                        failure -> assertThat(failure.code().code()).isEqualTo("dependency_cycle"))
                .hasMessageContaining("each other: " + expected + ".");
    }

    @Test
    void shouldResolveALongChainWithoutACycle() {
        // Given
        List<PlanTask> tasks = new ArrayList<>(IntStream.range(0, 999)
                .mapToObj(i -> task("t" + i, "t" + (i + 1)))
                .toList());
        tasks.add(task("t999"));

        // When
        Optional<List<String>> cycle = PlanDependencies.cycle(tasks);

        // Then
        assertThat(cycle).isEmpty();
    }

    private static Map<String, UUID> ids(List<PlanTask> tasks) {
        return tasks.stream().collect(Collectors.toMap(PlanTask::name, _ -> Ids.next()));
    }

    private static PlanTask task(String name, String... dependsOn) {
        Optional<String> none = Optional.empty();
        return new PlanTask(
                name,
                List.of(dependsOn),
                new TaskSpec(
                        name,
                        "p",
                        none,
                        Optional.empty(),
                        none,
                        none,
                        none,
                        none,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        none,
                        none,
                        none,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }
}
