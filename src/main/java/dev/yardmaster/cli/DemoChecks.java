package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Checks over the API what the demo claims to show. */
final class DemoChecks {
    private final ApiClient api;
    private final DemoCast cast;
    private final List<String> tasks;
    private final List<Check> checks = new ArrayList<>();

    /** @param tasks the ids of the tasks that the director has planned */
    DemoChecks(ApiClient api, DemoCast cast, List<String> tasks) {
        this.api = api;
        this.cast = cast;
        this.tasks = tasks;
    }

    /** A claim and whether it is true. */
    record Check(boolean passed, String claim) {}

    /** Everything that the demo shows: all tasks are done and merged, and a question, a limit, a hop and a pause happened. */
    List<Check> full(Optional<DemoPause.Period> pause) throws InterruptedException {
        done();
        question();
        merges();
        List<JsonNode> sessions = sessions();
        limitAndHop(sessions);
        pause(sessions, pause);
        return checks;
    }

    /** All tasks are done. */
    List<Check> tasksOnly() throws InterruptedException {
        done();
        return checks;
    }

    /** Whether the director has reported to people. */
    static boolean reported(ApiClient api) throws InterruptedException {
        return items(api.get("/api/inbox"))
                .anyMatch(message -> message.at("/sender/kind").asText().equals("agent"));
    }

    private void question() throws InterruptedException {
        boolean answered = items(api.get("/api/questions"))
                .anyMatch(question -> question.path("state").asText().equals("answered"));
        add(
                answered,
                answered
                        ? "A worker asked the director, its task waited, and it went on with the answer."
                        : "No question was answered.");
    }

    private void merges() throws InterruptedException {
        long merged = items(api.get("/api/reviews"))
                .filter(review -> review.path("state").asText().equals("merged"))
                .count();
        add(merged == cast.taskCount(), "The work of " + merged + " tasks was tested and merged, one after the other.");
    }

    private void done() throws InterruptedException {
        int done = 0;
        for (String task : tasks) {
            if (api.get("/api/tasks/" + task).path("state").asText().equals("done")) {
                done++;
            }
        }
        add(done == cast.taskCount(), done + " of " + cast.taskCount() + " tasks of the director's plan are done.");
    }

    /** The limit has to come after some work of the session, and another executable has to complete the same task. */
    private void limitAndHop(List<JsonNode> sessions) throws InterruptedException {
        for (JsonNode limited : sessions) {
            Optional<JsonNode> next = isIn(limited, "limited") ? hop(limited, sessions) : Optional.empty();
            if (next.isPresent() && hasWorked(limited)) {
                String from = limited.path("executable").asText();
                String to = next.get().path("executable").asText();
                add(true, "A session met the limit of '" + from + "' in the middle of its task.");
                add(true, "The next executable of the chain continued the task: " + from + " \u2192 " + to + ".");
                return;
            }
        }
        add(false, "No task met a limit and continued on another executable.");
    }

    private static Optional<JsonNode> hop(JsonNode limited, List<JsonNode> sessions) {
        return sessions.stream()
                .filter(next -> next.path("earlier").equals(limited.path("id")))
                .filter(next -> next.path("task").equals(limited.path("task")))
                .filter(next -> !next.path("executable").equals(limited.path("executable")))
                .filter(next -> isIn(next, "completed"))
                .findFirst();
    }

    private boolean hasWorked(JsonNode session) throws InterruptedException {
        String path = "/api/sessions/" + session.path("id").asText() + "/events?limit=1000&after=";
        JsonNode page = api.get(path + 0);
        while (page.has("next") && !hasToolResult(page)) {
            page = api.get(path + page.path("next").asLong());
        }
        return hasToolResult(page);
    }

    private static boolean hasToolResult(JsonNode events) {
        return items(events).anyMatch(event -> event.path("type").asText().equals("tool.result"));
    }

    /** No session may have started in the pause, and at least one has to have started after it. */
    private void pause(List<JsonNode> sessions, Optional<DemoPause.Period> pause) {
        boolean kept = pause.isPresent()
                && startedAfter(sessions, pause.get().from()) > 0
                && startedAfter(sessions, pause.get().from())
                        == startedAfter(sessions, pause.get().until());
        add(
                kept,
                kept
                        ? "With every executable limited, no session started until the soonest reset. Then work continued."
                        : "Work did not pause until the soonest reset and continue after it.");
    }

    private static long startedAfter(List<JsonNode> sessions, Instant time) {
        return sessions.stream()
                .filter(session ->
                        !Instant.parse(session.path("startedAt").asText()).isBefore(time))
                .count();
    }

    private List<JsonNode> sessions() throws InterruptedException {
        List<JsonNode> sessions = new ArrayList<>();
        for (String task : tasks) {
            items(api.get("/api/sessions?limit=1000&task=" + task)).forEach(sessions::add);
        }
        return sessions;
    }

    private void add(boolean passed, String claim) {
        checks.add(new Check(passed, claim));
    }

    private static boolean isIn(JsonNode session, String state) {
        return session.path("state").asText().equals(state);
    }

    /** The items of a page. */
    static Stream<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false);
    }
}
