package dev.yardmaster.subscription;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a message about events. Pure. */
final class WakeUpText {
    /** More events are counted only: a list of them would fill the context of the agent. */
    static final int MOST = 50;

    private static final int LONGEST_REASON = 300;

    private WakeUpText() {}

    /**
     * The text for events.
     *
     * @param events the first ones, in their order
     * @param count how many there are
     */
    static String of(List<WakeUp> events, long count) {
        String lines = events.stream()
                .limit(MOST)
                .map(event -> time(event.at()) + " " + sentence(event.event(), event.data()))
                .collect(Collectors.joining("\n"));
        long more = count - MOST;
        return more <= 0 ? lines : lines + "\nAnd " + more + " more events. Read the state of your plans and tasks.";
    }

    private static String sentence(String event, JsonObject data) {
        return switch (event) {
            case "task.done" -> task(data) + " is done.";
            case "task.failed" -> task(data) + " has failed and is not tried again." + reason(data);
            case "task.review" -> task(data) + " waits for a review." + reason(data);
            case "task.discovered" ->
                "The agent '" + data.getString("agent", "?") + "' proposes: " + task(data)
                        + (data.getBoolean("blocking", false) ? " blocks its own task " : ", found during the task ")
                        + data.getString("foundDuring", "?")
                        + ". It starts when its 'proposed' is changed to false; cancel it if it is not needed.";
            case "plan.completed" ->
                "The " + plan(data) + " has ended: "
                        + ("failed".equals(data.getString("state"))
                                ? "all of its tasks have ended, and at least one failed."
                                : "all of its tasks have ended, and none failed.");
            case "plan.overdue" ->
                "The time of the " + plan(data)
                        + " is over. Running tasks go on, and no other task of it starts. A change of its"
                        + " 'deadline' or 'timeLimit' lets it go on.";
            case "limit.hit" -> executable(data) + " is limited until " + data.getString("until", "?") + ".";
            case "limit.over" -> executable(data) + " is not limited any more.";
            case "subscription.over" -> "Nothing of what you waited for has happened in time: " + events(data) + ".";
            case "subscription.vain" ->
                data.getString("why", "") + " You are not woken any more for: " + events(data) + ".";
            default -> event + ": " + data.encode();
        };
    }

    private static String events(JsonObject data) {
        return data.getJsonArray("events", new JsonArray()).stream()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    private static String task(JsonObject data) {
        return "The task '" + data.getString("title", "") + "' (" + data.getString("task", "?") + ")";
    }

    private static String plan(JsonObject data) {
        return "plan '" + data.getString("name", "?") + "'";
    }

    private static String executable(JsonObject data) {
        return "The executable '" + data.getString("executable", "?") + "'";
    }

    private static String reason(JsonObject data) {
        String reason = data.getString("reason", "");
        String shown = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
        return shown.isEmpty() ? "" : " " + shown;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
