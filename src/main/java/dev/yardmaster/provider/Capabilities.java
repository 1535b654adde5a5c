package dev.yardmaster.provider;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider supports.
 *
 * @param modes the launch modes, at least one; the first one is the default
 * @param resume whether a new session can continue an earlier one's conversation
 * @param interrupt whether a running turn can be stopped without ending the session
 * @param instructionFiles the files of a project that the CLI reads itself, such as {@code CLAUDE.md}. If the project has none of them, the
 *     service adds the project's instructions to the system prompt
 * @param judged the launch modes in which the CLI can ask the service before each use of a tool, with the permissions with which it can
 */
public record Capabilities(
        List<LaunchMode> modes,
        boolean resume,
        boolean interrupt,
        List<String> instructionFiles,
        Map<LaunchMode, Set<Permissions>> judged) {
    public Capabilities {
        modes = List.copyOf(modes);
        instructionFiles = List.copyOf(instructionFiles);
        judged = ordered(judged);
    }

    /** The capabilities of a CLI that can't ask the service. */
    public Capabilities(List<LaunchMode> modes, boolean resume, boolean interrupt, List<String> instructionFiles) {
        this(modes, resume, interrupt, instructionFiles, Map.of());
    }

    /** An order that does not change from start to start, because the API shows it. */
    private static Map<LaunchMode, Set<Permissions>> ordered(Map<LaunchMode, Set<Permissions>> judged) {
        Map<LaunchMode, Set<Permissions>> ordered = new EnumMap<>(LaunchMode.class);
        judged.forEach(
                (mode, permissions) -> ordered.put(mode, Collections.unmodifiableSet(new TreeSet<>(permissions))));
        return Collections.unmodifiableMap(ordered);
    }

    /** Whether the CLI can ask the service before each use of a tool. */
    public boolean canBeJudged(LaunchMode mode, Permissions permissions) {
        return judged.getOrDefault(mode, Set.of()).contains(permissions);
    }
}
