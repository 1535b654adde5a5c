package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.serverError;

import dev.yardmaster.testkit.ClosedPort;

/** A trouble of the model's that does not pass while its CLI tries again. */
enum Lasting {
    /** Nothing listens at its address. */
    UNREACHABLE("(?i)connect|network") {
        @Override
        String url() {
            return "http://127.0.0.1:" + ClosedPort.number();
        }
    },

    SERVER_ERROR("(?i)server|high demand") {
        @Override
        String url() {
            return SharedStory.ownModel(serverError()).url();
        }
    },

    /** The answer begins, and all there is in it is that there are too many requests. */
    LIMIT_IN_THE_STREAM("(?i)rate limit") {
        @Override
        String url() {
            return SharedStory.ownModel(ok().limitAfter(0)).url();
        }
    };

    private final String message;

    Lasting(String message) {
        this.message = message;
    }

    /** A part of what the CLI says of it, as a regular expression. */
    String message() {
        return message;
    }

    /** Where a model is to be found that has it. */
    abstract String url();
}
