package dev.yardmaster.provider;

import java.util.List;

/**
 * What a provider supports.
 *
 * @param modes the launch modes, at least one; the first one is the default
 * @param resume whether a new session can continue an earlier one's conversation
 * @param interrupt whether a running turn can be stopped without ending the session
 * @param instructionFiles the files of a project that the CLI reads itself, such as {@code CLAUDE.md}. If the project has none of them, the
 *     service adds the project's instructions to the system prompt
 */
public record Capabilities(List<LaunchMode> modes, boolean resume, boolean interrupt, List<String> instructionFiles) {
    public Capabilities {
        modes = List.copyOf(modes);
        instructionFiles = List.copyOf(instructionFiles);
    }
}
