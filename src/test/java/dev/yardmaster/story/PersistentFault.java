package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.reset;
import static dev.yardmaster.testkit.llm.Scenario.serverError;

import dev.yardmaster.testkit.ClosedPort;
import java.util.List;

/** A trouble of the model's that does not pass while its CLI tries again. */
enum PersistentFault {
    /** Nothing listens at its address. */
    UNREACHABLE(ProvidersStoryTest.FAILED, "(?i)Check the network") {
        @Override
        String url() {
            return "http://127.0.0.1:" + ClosedPort.number();
        }
    },

    SERVER_ERROR(ProvidersStoryTest.FAILED, "(?i)server|high demand") {
        @Override
        String url() {
            return SharedStory.ownModel(serverError()).url();
        }
    },

    /** Each answer ends in the middle. */
    DISCONNECT(
            List.of(
                    "user.message",
                    "session.started",
                    "message.delta",
                    "error",
                    "usage",
                    "turn.ended",
                    "session.ended"),
            "(?i)disconnect|connection|reset|closed") {
        @Override
        String url() {
            return SharedStory.ownModel(ok().chunks(5).perSecond(20).disconnectAfter(2))
                    .url();
        }
    },

    RESET(ProvidersStoryTest.FAILED, "(?i)connect|reset|network|closed|error sending") {
        @Override
        String url() {
            return SharedStory.ownModel(reset()).url();
        }
    },

    /** The answer begins, and all there is in it is that there are too many requests. */
    LIMIT_IN_THE_STREAM(ProvidersStoryTest.LIMITED, "(?i)rate limit") {
        @Override
        String url() {
            return SharedStory.ownModel(ok().limitAfter(0)).url();
        }
    };

    private final List<String> plot;
    private final String message;

    PersistentFault(List<String> plot, String message) {
        this.plot = plot;
        this.message = message;
    }

    /** What comes of it, whichever provider tells it. */
    List<String> plot() {
        return plot;
    }

    /** A part of what the CLI says of it, as a regular expression. */
    String message() {
        return message;
    }

    /** Where a model is to be found that has it. */
    abstract String url();
}
