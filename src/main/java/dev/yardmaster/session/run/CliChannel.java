package dev.yardmaster.session.run;

import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;

/** The connection to a started CLI and the dialogue that is held over it. */
record CliChannel(Connection connection, Dialogue dialogue, LaunchMode mode) {
    /** Sends the replies of a step to the CLI. */
    void reply(Step step) {
        step.replies().forEach(connection::write);
    }
}
