package dev.yardmaster.provider;

import java.util.List;

/**
 * What a provider can do.
 *
 * @param modes the launch modes it knows; the first choice is the default
 * @param resume whether a later session can go on with an earlier one's conversation
 * @param interrupt whether a running turn can be stopped without ending the session
 * @param instructionFiles the files of a project, such as {@code CLAUDE.md}, that it reads by itself; the project's instructions are put
 *     into the system prompt when they are in none of these
 */
public record Capabilities(List<LaunchMode> modes, boolean resume, boolean interrupt, List<String> instructionFiles) {
    public Capabilities {
        modes = List.copyOf(modes);
        instructionFiles = List.copyOf(instructionFiles);
    }
}
