package dev.yardmaster.provider;

import java.util.List;

/**
 * What a provider can do.
 *
 * @param modes the launch modes it knows; the first choice is the default
 * @param resume whether a later session can go on with an earlier one's conversation
 * @param interrupt whether a running turn can be stopped without ending the session
 */
public record Capabilities(List<LaunchMode> modes, boolean resume, boolean interrupt) {
    public Capabilities {
        modes = List.copyOf(modes);
    }
}
