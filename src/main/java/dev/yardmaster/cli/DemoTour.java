package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.cli.DemoCast.Agent;
import dev.yardmaster.cli.DemoCast.Task;
import dev.yardmaster.cli.DemoChecks.Check;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.EventStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a demo against a service that is ready: sets up the agents and the plan, shows the work, and checks the result. */
final class DemoTour {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** How far the events that are shown may lag behind. */
    private static final Duration LAG = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);
    private static final String PLAN = "opening-day";

    private final ApiClient api;
    private final DemoCast cast;
    private final DemoConsole console;
    private final Clock clock = Clock.systemUTC();

    DemoTour(ApiClient api, DemoCast cast, DemoConsole console) {
        this.api = api;
        this.cast = cast;
        this.console = console;
    }

    /** Runs the demo; returns true if everything that it claims to show has happened. */
    boolean run() throws InterruptedException {
        Map<String, String> topics = setUp();
        var story = new DemoStory(api, console, topics, clock);
        EventStream events = api.stream(Call.get("/api/events"), Optional.empty());
        Thread.ofVirtual().start(() -> events.forEach(frame -> story.show(frame.data())));
        api.post("/api/plans/" + PLAN + "/activate", Map.of());
        Optional<DemoPause.Period> pause = watch(topics.size(), story);
        List<String> tasks = List.copyOf(topics.keySet());
        var checks = new DemoChecks(api);
        return report(cast.hasLimits() ? checks.full(tasks, pause) : checks.tasksOnly(tasks), story);
    }

    /** Registers the agents and adds the plan. Returns the topics of the tasks by id. */
    private Map<String, String> setUp() throws InterruptedException {
        console.line("");
        console.line("  agent   works on, then moves to");
        for (Agent agent : cast.agents()) {
            register(agent);
            console.line("  " + console.bold(String.format("%-8s", agent.name())) + console.yellow(agent.route()));
        }
        Map<String, String> topics = addPlan();
        console.line("");
        console.line("  The plan '" + PLAN + "': haikus about " + String.join(", ", topics.values()));
        console.line("");
        return topics;
    }

    private void register(Agent agent) throws InterruptedException {
        api.post(
                "/api/agents",
                Map.of(
                        "name",
                        agent.name(),
                        "role",
                        "worker",
                        "provider",
                        agent.provider(),
                        "fallbackChain",
                        agent.fallbackChain()));
    }

    private Map<String, String> addPlan() throws InterruptedException {
        api.post("/api/plans", Map.of("name", PLAN));
        Map<String, String> topics = new LinkedHashMap<>();
        for (Task task : cast.first()) {
            topics.put(add(task, List.of()), task.topic());
        }
        List<String> first = List.copyOf(topics.keySet());
        for (Task task : cast.then()) {
            topics.put(add(task, first), task.topic());
        }
        return topics;
    }

    private String add(Task task, List<String> dependsOn) throws InterruptedException {
        return api.post(
                        "/api/tasks",
                        Map.of(
                                "title",
                                "Haiku: " + task.topic(),
                                "prompt",
                                task.prompt(),
                                "agent",
                                task.agent(),
                                "plan",
                                PLAN,
                                "dependsOn",
                                dependsOn))
                .path("id")
                .asText();
    }

    /** Returns when no task is open or running any more and the story has shown that, or after a timeout. */
    private Optional<DemoPause.Period> watch(int tasks, DemoStory story) throws InterruptedException {
        var pause = new DemoPause(console, story, clock);
        Instant deadline = clock.instant().plus(TIMEOUT);
        while (clock.instant().isBefore(deadline) && finished() < tasks) {
            pause.update(api.get("/api/dispatcher"));
            Thread.sleep(BETWEEN_LOOKS);
        }
        deadline = clock.instant().plus(LAG);
        while (clock.instant().isBefore(deadline) && story.completed() < tasks) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        console.status("");
        return pause.period();
    }

    private int finished() throws InterruptedException {
        int finished = 0;
        for (JsonNode task : api.get("/api/tasks?plan=" + PLAN).path("items")) {
            if (!List.of("open", "running").contains(task.path("state").asText())) {
                finished++;
            }
        }
        return finished;
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
