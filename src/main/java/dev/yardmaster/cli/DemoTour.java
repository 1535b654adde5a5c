package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.cli.DemoCast.Agent;
import dev.yardmaster.cli.DemoChecks.Check;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.EventStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a demo against a service that is ready: sets up the crew, asks the director for work, shows it, and checks the result. */
final class DemoTour {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);
    private static final String PROJECT = "book";
    private static final Set<String> UNFINISHED = Set.of("open", "running", "waiting", "review");

    private final ApiClient api;
    private final DemoCast cast;
    private final Optional<DemoRepository> repository;
    private final DemoConsole console;
    private final Clock clock = Clock.systemUTC();

    /** @param repository where the agents work; empty for directories without git */
    DemoTour(ApiClient api, DemoCast cast, Optional<DemoRepository> repository, DemoConsole console) {
        this.api = api;
        this.cast = cast;
        this.repository = repository;
        this.console = console;
    }

    /** Runs the demo; returns true if everything that it claims to show has happened. */
    boolean run() throws InterruptedException {
        setUp();
        var story = new DemoStory(api, console, clock);
        EventStream events = api.stream(Call.get("/api/events"), Optional.empty());
        Thread.ofVirtual().start(() -> events.forEach(frame -> story.show(frame.data())));
        api.post("/api/messages", Map.of("to", DemoCast.DIRECTOR, "text", cast.request()));
        Optional<DemoPause.Period> pause = watch(story);
        List<String> tasks =
                tasks().stream().map(task -> task.path("id").asText()).toList();
        showLog();
        var checks = new DemoChecks(api, cast, tasks);
        return report(cast.hasLimits() ? checks.full(pause) : checks.tasksOnly(), story);
    }

    private void setUp() throws InterruptedException {
        if (repository.isPresent()) {
            api.post(
                    "/api/projects",
                    Map.of(
                            "name",
                            PROJECT,
                            "path",
                            repository.get().directory().toString(),
                            "merge",
                            "auto",
                            "testCommand",
                            DemoRepository.testCommand()));
        }
        console.line("");
        console.line("  agent   role      works on, then moves to");
        for (Agent agent : cast.agents()) {
            register(agent);
            console.line("  " + console.bold(String.format("%-8s", agent.name())) + String.format("%-10s", agent.role())
                    + console.yellow(agent.route()));
        }
        console.line("");
        console.line("  You ask " + DemoCast.DIRECTOR + " for haikus about "
                + Stream.concat(cast.first().stream(), cast.then().stream()).collect(Collectors.joining(", ")) + ".");
        console.line("");
    }

    private void register(Agent agent) throws InterruptedException {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "name",
                agent.name(),
                "role",
                agent.role(),
                "provider",
                agent.provider(),
                "fallbackChain",
                agent.fallbackChain()));
        if (agent.role().equals("director")) {
            fields.put("mode", "persistent");
        }
        repository.ifPresent(_ -> fields.put("project", PROJECT));
        api.post("/api/agents", fields);
    }

    /** Returns when the director has reported and the story has shown what happened, or after a timeout. */
    private Optional<DemoPause.Period> watch(DemoStory story) throws InterruptedException {
        var pause = new DemoPause(console, story, clock);
        Instant deadline = clock.instant().plus(TIMEOUT);
        while (clock.instant().isBefore(deadline) && !isFinished()) {
            pause.update(api.get("/api/dispatcher"));
            Thread.sleep(BETWEEN_LOOKS);
        }
        while (clock.instant().isBefore(deadline) && story.ended() < ended()) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        console.status("");
        return pause.period();
    }

    /** Whether all tasks of the plan have ended, and the session in which the director has reported that. */
    private boolean isFinished() throws InterruptedException {
        List<JsonNode> tasks = tasks();
        return tasks.size() == cast.taskCount()
                && tasks.stream()
                        .noneMatch(
                                task -> UNFINISHED.contains(task.path("state").asText()))
                && DemoChecks.reported(api)
                && api.get("/api/dispatcher").path("running").asInt() == 0;
    }

    private int ended() throws InterruptedException {
        return (int) DemoChecks.items(api.get("/api/sessions?limit=1000"))
                .filter(session -> session.has("endedAt"))
                .count();
    }

    private List<JsonNode> tasks() throws InterruptedException {
        // The director has not made the plan at first.
        return DemoChecks.items(api.get("/api/tasks?limit=1000"))
                .filter(task -> task.has("plan"))
                .toList();
    }

    private void showLog() {
        repository.ifPresent(it -> {
            console.line("");
            console.line("  " + console.bold("git log") + ", of commits that were tested before they were merged:");
            it.log().forEach(commit -> console.line("  " + commit));
        });
    }

    private boolean report(List<Check> checks, DemoStory story) {
        console.line("");
        console.line("  " + console.bold("What happened, checked over the API:"));
        List<Check> failed = new ArrayList<>();
        for (Check check : checks) {
            console.line("  " + (check.passed() ? console.green("\u2713 ") : console.red("\u2717 ")) + check.claim());
            if (!check.passed()) {
                failed.add(check);
            }
        }
        console.line(String.format("  It took %.1f s.", story.elapsed().toMillis() / 1000.0));
        return failed.isEmpty();
    }
}
