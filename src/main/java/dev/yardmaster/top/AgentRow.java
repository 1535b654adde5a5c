package dev.yardmaster.top;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of the table: a session of an agent, or an agent without a session.
 *
 * @param agent the id of the agent
 * @param state the state of the session, else of the agent
 * @param provider what the session runs on, else what the agent names; empty if it names nothing
 * @param model the model of the session or of the agent, in the same way
 */
record AgentRow(String agent, String name, String state, String provider, String model, Optional<Run> run) {
    /**
     * A session that runs.
     *
     * @param session its id
     * @param task the title of its task; empty if it has none
     * @param tokens all tokens that it has used
     * @param line the last line that it has printed; empty if it has printed nothing since the screen was opened
     */
    record Run(String session, String task, long tokens, Optional<Double> costUsd, String line) {}

    /** Names the row, also after its cells have changed. */
    String key() {
        return agent + run.map(running -> "/" + running.session()).orElse("");
    }

    /** Whether the row contains a text, in upper or lower case. */
    boolean matches(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(name, state, provider, model),
                        run.stream().flatMap(it -> Stream.of(it.task(), it.session(), it.line())))
                .anyMatch(cell -> cell.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
