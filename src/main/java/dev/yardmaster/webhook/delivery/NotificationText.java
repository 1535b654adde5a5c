package dev.yardmaster.webhook.delivery;

import com.fasterxml.jackson.databind.JsonNode;

/** The sentence about an event, for chats. */
final class NotificationText {
    private NotificationText() {}

    static String of(String event, JsonNode data) {
        return switch (event) {
            case "task.done" -> task(data) + " is done.";
            case "task.failed" -> task(data) + " has failed." + reason(data);
            case "task.review" -> task(data) + " waits for a review." + reason(data);
            case "task.discovered" -> task(data) + " is proposed.";
            case "plan.completed" ->
                "The plan '" + text(data, "name") + "' has ended. Its state is " + text(data, "state") + ".";
            case "plan.overdue" -> "The time of the plan '" + text(data, "name") + "' is over.";
            case "limit.hit" -> limit(data) + " is limited until " + text(data, "until") + ".";
            case "limit.over" -> limit(data) + " is no longer limited.";
            case "budget.warning", "budget.exhausted" -> text(data, "message");
            case "dispatcher.paused" ->
                data.has("until")
                        ? "The dispatcher is paused until " + text(data, "until") + "." + reason(data)
                        : "The dispatcher is paused." + reason(data);
            case "dispatcher.resumed" -> "The dispatcher starts tasks again.";
            case Notification.TEST -> "This is a test of the webhook.";
            default -> escaped(event) + " has happened.";
        };
    }

    private static String task(JsonNode data) {
        return "The task '" + text(data, "title") + "'";
    }

    private static String limit(JsonNode data) {
        String model = text(data, "model");
        return "The executable '" + text(data, "executable") + "'"
                + (model.equals("*") ? "" : " with the model '" + model + "'");
    }

    private static String reason(JsonNode data) {
        return data.has("reason") ? " " + text(data, "reason") : "";
    }

    private static String text(JsonNode data, String field) {
        return escaped(data.path(field).asText());
    }

    /** Otherwise a title could mention everybody in a channel of Slack. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
