package dev.yardmaster.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The text that describes its role to an agent.
 *
 * @param text the text with the names in it; empty for none
 * @param levels the texts for such an agent, the winner first: a text for the agent comes before one for its project, that before one for the workspace,
 *     and that before the built-in one. Of one source, a text for the focus comes before others, and then one for the provider
 */
public record AgentPrompt(String text, List<Level> levels) {
    private static final Comparator<RolePrompt> ORDER = Comparator.comparing(RolePrompt::source)
            .thenComparing(prompt -> prompt.focus().isEmpty())
            .thenComparing(prompt -> prompt.provider().isEmpty());
    private static final Pattern PLACE = Pattern.compile("\\{\\{(agent|role|focus|project)}}");

    public AgentPrompt {
        levels = List.copyOf(levels);
    }

    /**
     * A text that could be used.
     *
     * @param focus only stewards with this focus
     * @param provider only sessions on this provider
     * @param won whether it is used
     */
    @JsonInclude(Include.NON_ABSENT)
    public record Level(PromptSource source, Optional<String> focus, Optional<String> provider, boolean won) {}

    /** Decides which of the texts for a subject is used, and writes the names into it. */
    static AgentPrompt of(PromptSubject subject, List<RolePrompt> found) {
        List<RolePrompt> ordered = found.stream().sorted(ORDER).toList();
        List<Level> levels = IntStream.range(0, ordered.size())
                .mapToObj(i -> level(ordered.get(i), i == 0))
                .toList();
        return new AgentPrompt(
                ordered.stream()
                        .findFirst()
                        .map(winner -> named(winner.text(), subject))
                        .orElse(""),
                levels);
    }

    private static Level level(RolePrompt prompt, boolean won) {
        return new Level(prompt.source(), prompt.focus(), prompt.provider(), won);
    }

    private static String named(String text, PromptSubject subject) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, subject)));
    }

    private static String value(MatchResult place, PromptSubject subject) {
        return switch (place.group(1)) {
            case "agent" -> subject.name();
            case "role" -> subject.kind().role().value();
            case "focus" -> subject.kind().focus().orElse("what your tasks name");
            default -> subject.project().map(PromptSubject.NamedProject::name).orElse("no project");
        };
    }
}
