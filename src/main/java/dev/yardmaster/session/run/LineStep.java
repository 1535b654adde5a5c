package dev.yardmaster.session.run;

import dev.yardmaster.provider.Dialogue.Step;
import java.util.Optional;

/**
 * The step that a line, or the lack of lines, leads to.
 *
 * @param channel where the replies go; empty if the CLI could not be started or has exited
 * @param closesInput whether the session ends, so that the CLI's input is to be closed
 */
record LineStep(Optional<CliChannel> channel, Step step, boolean closesInput) {
    static final LineStep NONE = new LineStep(Optional.empty(), Step.nothing(), false);
}
