package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import java.util.Optional;

/**
 * What a session would run as.
 *
 * @param provider the provider's id
 * @param model the model as the provider is told it; empty for the provider's own default, which no entry with a model is for
 */
public record SlotRequest(AgentKind kind, String provider, Optional<String> model) {
    /** What it runs on, for people: {@code provider/model}, or {@code provider}. */
    String runsOn() {
        return provider + model.map(name -> "/" + name).orElse("");
    }

    /** What sort of agent it is, for people: {@code ephemeral worker}, {@code persistent steward, merge}. */
    String sort() {
        String focus = kind.focus().map(it -> ", " + it).orElse("");
        return kind.mode().value() + " " + kind.role().value() + focus;
    }
}
