package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import java.util.Optional;

/**
 * What a session needs slots for.
 *
 * @param kind the kind of its agent
 * @param provider the provider's id
 * @param model the model under the name that the provider's CLI expects; empty for the CLI's own default, which no entry with a model
 *     matches
 */
public record SlotRequest(AgentKind kind, String provider, Optional<String> model) {
    /** The provider and model for messages: {@code provider/model}, or {@code provider}. */
    String target() {
        return provider + model.map(name -> "/" + name).orElse("");
    }

    /** The agent's kind for messages: {@code ephemeral worker}, {@code persistent steward, merge}. */
    String agentKind() {
        String focus = kind.focus().map(it -> ", " + it).orElse("");
        return kind.mode().value() + " " + kind.role().value() + focus;
    }
}
