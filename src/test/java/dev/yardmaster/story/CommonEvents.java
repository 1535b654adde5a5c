package dev.yardmaster.story;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a session's events have in common, whichever provider tells them: their types, each run of the same ones as one. Left out is what
 * providers may tell differently, and nothing else:
 *
 * <ul>
 *   <li>{@code provider.raw}: what one provider alone says, such as Codex that it does not know the model;
 *   <li>{@code retry}: how often, and whether at all, a CLI tries again by itself, and which tries it tells;
 *   <li>{@code limit} that does not block: a subscription's state on healthy turns;
 *   <li>{@link #PREAMBLE}: two of the mock's dialects say it before a tool is called, and OpenCode closes it when the tool runs already;
 *   <li>{@code message.delta} in one-shot mode: only Claude Code has a preview there;
 *   <li>{@code usage} of a failed one-shot: Codex does not say what it consumed.
 * </ul>
 */
final class CommonEvents {
    private static final String PREAMBLE = "Calling a tool.";

    private CommonEvents() {}

    /** Of a session in the default mode. */
    static List<String> of(List<JsonObject> events) {
        Set<String> preambles = StoryFixture.of(events, "message").stream()
                .filter(message -> message.getString("text").equals(PREAMBLE))
                .map(message -> message.getString("message"))
                .collect(Collectors.toSet());
        return StoryFixture.story(events.stream()
                .filter(event -> isCommon(event.getString("type"), event.getJsonObject("data")))
                .filter(event -> !preambles.contains(event.getJsonObject("data").getString("message", "")))
                .toList());
    }

    /** Of a one-shot session. */
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
