package dev.yardmaster.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.agent.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text for the sessions of a role.
 *
 * @param focus only stewards with this focus
 * @param provider only sessions on this provider
 * @param agent the name of the only agent that it is for
 * @param project the name of the only project that it is for
 * @param text the text, in which {@code {{agent}}}, {@code {{role}}}, {@code {{focus}}} and {@code {{project}}} stand for names; empty for no prompt
 * @param changedAt when it was set; not there for a built-in text
 */
@JsonInclude(Include.NON_ABSENT)
record RolePrompt(
        Role role,
        Optional<String> focus,
        Optional<String> provider,
        Optional<String> agent,
        Optional<String> project,
        PromptSource source,
        String text,
        Optional<Instant> changedAt) {
    static RolePrompt builtIn(Role role, String text) {
        return new RolePrompt(
                role,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PromptSource.BUILT_IN,
                text,
                Optional.empty());
    }

    /** The rest of its address after {@code /api/prompts/}. */
    String path() {
        String parameters = Stream.of(
                        parameter("focus", focus),
                        parameter("provider", provider),
                        parameter("agent", agent),
                        parameter("project", project))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return role.value() + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static Optional<String> parameter(String name, Optional<String> value) {
        return value.map(text -> name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
}
