package dev.yardmaster.story;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event types that all providers have in common, with repeated types in a row collapsed into one. Only these differences between
 * providers are left out:
 *
 * <ul>
 *   <li>{@code provider.raw}: lines that only one provider prints, such as Codex's warning about an unknown model;
 *   <li>{@code retry}: whether and how often a CLI retries by itself, and which retries it reports;
 *   <li>{@code limit} that does not block: the state of a subscription on successful turns;
 *   <li>{@link #PREAMBLE}: two dialects of the mock send it before a tool call, and OpenCode closes it only while the tool already runs;
 *   <li>{@code message.delta} in one-shot mode: only Claude Code prints a preview there;
 *   <li>{@code usage} of a failed one-shot session: Codex does not report what it consumed.
 * </ul>
 */
final class CommonEvents {
    private static final String PREAMBLE = "Calling a tool.";

    private CommonEvents() {}

    /** The common event types of a session in the default mode. */
    static List<String> of(List<JsonObject> events) {
        Set<String> preambles = StoryFixture.of(events, "message").stream()
                .filter(message -> message.getString("text").equals(PREAMBLE))
                .map(message -> message.getString("message"))
                .collect(Collectors.toSet());
        return StoryFixture.eventTypes(events.stream()
                .filter(event -> isCommon(event.getString("type"), event.getJsonObject("data")))
                .filter(event -> !preambles.contains(event.getJsonObject("data").getString("message", "")))
                .toList());
    }

    /** The common event types of a one-shot session. */
    static List<String> ofOneShot(List<JsonObject> events) {
        boolean failed = StoryFixture.of(events, "turn.ended").stream()
                .anyMatch(turn -> turn.getString("outcome").equals("failed"));
        return of(events).stream()
                .filter(type -> !type.equals("message.delta"))
                .filter(type -> !(failed && type.equals("usage")))
                .toList();
    }

    private static boolean isCommon(String type, JsonObject data) {
        return switch (type) {
            case "provider.raw", "retry" -> false;
            case "limit" -> data.getBoolean("blocked");
            default -> true;
        };
    }
}
