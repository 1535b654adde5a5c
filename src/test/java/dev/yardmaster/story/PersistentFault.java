package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.reset;
import static dev.yardmaster.testkit.llm.Scenario.serverError;

import dev.yardmaster.testkit.ClosedPort;
import java.util.List;
import java.util.Locale;

/** A fault of the model that persists while the CLI retries. */
enum PersistentFault {
    /** The address of the model refuses connections. */
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

    /** Each answer breaks off in the middle. */
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

    /** The answer starts, and contains only the error that there were too many requests. */
    LIMIT_IN_THE_STREAM(ProvidersStoryTest.LIMITED, "(?i)rate limit") {
        @Override
        String url() {
            return SharedStory.ownModel(ok().limitAfter(0)).url();
        }
    };

    private final List<String> eventTypes;
    private final String message;

    PersistentFault(List<String> eventTypes, String message) {
        this.eventTypes = eventTypes;
        this.message = message;
    }

    /** A name for configuration and files. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The event types that follow, with every provider. */
    List<String> eventTypes() {
        return eventTypes;
    }

    /** A part of the CLI's error message, as a regular expression. */
    String message() {
        return message;
    }

    /** The address of a model with this fault. */
    abstract String url();
}
