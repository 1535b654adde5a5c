package dev.yardmaster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.id.Ids;
import dev.yardmaster.plan.PlanPatch.Added;
import dev.yardmaster.plan.PlanPatch.Change;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.Task;
import dev.yardmaster.task.TaskSpec;
import dev.yardmaster.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanPatchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "open,      same,    kept",
                "open,      changed, changed",
                "open,      missing, cancelled",
                "running,   same,    kept",
                "running,   changed, kept because It runs",
                "running,   missing, kept because It runs",
                "review,    same,    kept",
                "review,    changed, kept because It waits",
                "review,    missing, kept because It waits",
                "done,      same,    kept",
                "done,      changed, kept because It is",
                "done,      missing, -",
                "failed,    same,    kept because It has",
                "failed,    changed, reopened",
                "failed,    missing, -",
                "cancelled, same,    reopened",
                "cancelled, changed, reopened",
                "cancelled, missing, -",
            })
    void shouldKeepWorkThatRunsOrHasEnded(String state, String described, String outcome) {
        // Given
        Task task = task("build", TaskState.of(state), Optional.empty());
        Map<String, TaskSpec> wanted =
                switch (described) {
                    case "same" -> Map.of("build", spec("build", 3));
                    case "changed" -> Map.of("build", spec("build", 1));
                    default -> Map.of();
                };

        // When
        PlanPatch patch = patch(wanted, List.of(task));

        // Then
        assertThat(outcome(patch).replaceFirst("(because \\w+ \\w+).*", "$1"))
                .isEqualTo(outcome == null ? "nothing" : outcome);
        assertThat(patch.added()).isEmpty();
    }

    @Test
    void shouldAddTasksAndNameTheChangedFields() {
        // Given
        Task task = task("build", TaskState.OPEN, Optional.empty());
        Map<String, TaskSpec> wanted = new LinkedHashMap<>();
        wanted.put("lint", spec("lint", 3));
        wanted.put("build", spec("Build it", 1));

        // When
        PlanPatch patch = patch(wanted, List.of(task));

        // Then
        assertThat(patch.added()).singleElement().satisfies(added -> {
            assertThat(added.index()).isZero();
            assertThat(added.task().name()).contains("lint");
        });
        assertThat(patch.changed()).singleElement().satisfies(change -> {
            assertThat(change.index()).isEqualTo(1);
            assertThat(change.fields()).containsExactly("title", "priority");
        });
    }

    @Test
    void shouldLeaveTasksWithoutANameAlone() {
        // Given
        Task unnamed = task("", TaskState.OPEN, Optional.empty());

        // When
        PlanPatch patch = patch(Map.of(), List.of(unnamed));

        // Then
        assertThat(outcome(patch)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T11:00:00Z, kept", "2026-03-01T13:00:00Z, changed"})
    void shouldCompareTheScheduleOnlyIfItIsInTheFuture(Instant scheduledFor, String outcome) {
        // Given
        Task putOff = task("build", TaskState.OPEN, Optional.of(NOW.plusSeconds(30)));

        // When
        PlanPatch patch =
                patch(Map.of("build", spec("build", 3).scheduled(Optional.of(scheduledFor))), List.of(putOff));

        // Then
        assertThat(outcome(patch)).isEqualTo(outcome);
    }

    @Test
    void shouldNameThePlacesOfTheRequestInErrorsOfAddedTasks() {
        // Given
        Map<String, TaskSpec> wanted = new LinkedHashMap<>();
        wanted.put("build", spec("build", 3));
        wanted.put("lint", spec("lint", 3));
        PlanPatch patch = patch(wanted, List.of(task("build", TaskState.OPEN, Optional.empty())));

        // When
        YardmasterException error = patch.inRequest(
                YardmasterException.ofField(ErrorCode.UNKNOWN_AGENT, "tasks[0].agent", "is not an agent"));

        // Then
        assertThat(error.errors())
                .singleElement()
                .satisfies(it -> assertThat(it.field()).isEqualTo("tasks[1].agent"));
    }

    private static PlanPatch patch(Map<String, TaskSpec> wanted, List<Task> existing) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        wanted.keySet().forEach(name -> ids.put(name, Ids.next()));
        return PlanPatch.of(wanted, existing, ids, NOW);
    }

    private static String outcome(PlanPatch patch) {
        List<String> outcomes = new ArrayList<>();
        patch.added().stream().map(Added::task).forEach(_ -> outcomes.add("added"));
        patch.changed().stream().map(Change::task).forEach(_ -> outcomes.add("changed"));
        patch.reopened().stream().map(Change::task).forEach(_ -> outcomes.add("reopened"));
        patch.cancelled().forEach(_ -> outcomes.add("cancelled"));
        patch.kept()
                .forEach(it -> outcomes.add(
                        "kept" + it.why().map(why -> " because " + why).orElse("")));
        return outcomes.isEmpty() ? "nothing" : String.join(" and ", outcomes);
    }

    private static TaskSpec spec(String title, int priority) {
        Optional<String> none = Optional.empty();
        return new TaskSpec(
                title,
                "p",
                none,
                Optional.of(priority),
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
                Optional.empty());
    }

    private static Task task(String name, TaskState state, Optional<Instant> scheduledFor) {
        Optional<String> none = Optional.empty();
        return new Task(
                Ids.next(),
                name,
                "p",
                none,
                3,
                3,
                "worker",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name).filter(it -> !it.isEmpty()),
                List.of(),
                List.of(),
                none,
                none,
                none,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                state,
                scheduledFor,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                none,
                none,
                Optional.empty(),
                none,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW);
    }
}
