package dev.yardmaster.limit;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.Classification.Meaning;
import dev.yardmaster.limit.FailureCause.Auth;
import dev.yardmaster.limit.FailureCause.Blocked;
import dev.yardmaster.limit.FailureCause.Capacity;
import dev.yardmaster.limit.FailureCause.Context;
import dev.yardmaster.limit.FailureCause.Credits;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.limit.FailureCause.Transient;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Limit;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the cause of a session's failure. Its input is only what the provider itself reports about limits and failures, never the text of
 * an agent, the output of a tool or the content of a file.
 */
public final class LimitClassifier {
    private static final double STATED_IN_FIELD = 1;
    private static final double READ_FROM_TEXT = 0.8;
    private static final double GUESSED_BY_WINDOW = 0.5;
    private static final double WINDOW_UNKNOWN = 0.2;

    private LimitClassifier() {}

    /** When a limit ends, and how that is known. */
    private record Reset(Instant at, LimitSource source, double confidence) {}

    /**
     * Finds the cause of a session's failure.
     *
     * @param limit the provider's last report of a limit; empty if a turn was completed after it
     * @param failure the last fatal failure; empty if a turn was completed after it
     * @param now when the provider reported them
     */
    public static FailureCause classify(Optional<Limit> limit, Optional<Failure> failure, Instant now) {
        Optional<Limit> blocked = limit.filter(Limit::blocked);
        Classification found = classification(blocked, failure);
        return switch (found.meaning()) {
            case QUOTA, CREDITS -> blocked(found, blocked, failure, now);
            case TRANSIENT -> new Transient();
            case AUTH -> new Auth();
            case CONTEXT -> new Context();
            case CAPACITY -> new Capacity();
            case NONE -> FailureCause.NONE;
        };
    }

    /**
     * The message decides first, because a provider can report any refusal as a limit without details. A limit with details decides before
     * the failure's codes.
     */
    private static Classification classification(Optional<Limit> blocked, Optional<Failure> failure) {
        Classification quota = Classification.of(Meaning.QUOTA);
        return failure.flatMap(it -> LimitTexts.classify(it.message()))
                .or(() -> blocked.filter(LimitClassifier::hasDetails).map(_ -> quota))
                .or(() -> failure.flatMap(FailureCodes::classify))
                .or(() -> blocked.map(_ -> quota))
                .orElse(Classification.of(Meaning.NONE));
    }

    private static boolean hasDetails(Limit limit) {
        return limit.window().isPresent()
                || limit.resetsAt().isPresent()
                || !limit.details().equals(JsonSlice.nullValue());
    }

    private static Blocked blocked(
            Classification found, Optional<Limit> limit, Optional<Failure> failure, Instant now) {
        String window = limit.flatMap(Limit::window).orElse(found.window());
        Optional<Reset> known = limit.flatMap(Limit::resetsAt)
                .map(at -> new Reset(at, LimitSource.STRUCTURED, STATED_IN_FIELD))
                .or(() -> failure.flatMap(it -> ResetTimes.find(it.message(), now, LimitWindow.longest(window)))
                        .map(at -> new Reset(at, LimitSource.TEXT, READ_FROM_TEXT)));
        if (known.isEmpty() && (found.meaning() == Meaning.CREDITS || window.equals(LimitWindow.OVERAGE))) {
            Reset guess = guess(LimitWindow.CREDITS, now);
            return new Credits(guess.at(), guess.source(), guess.confidence());
        }
        Reset reset = known.orElseGet(() -> guess(window, now));
        String modelScope = LimitWindow.modelOf(window).orElse(found.modelScope());
        return new Quota(modelScope, window, reset.at(), reset.source(), reset.confidence());
    }

    private static Reset guess(String window, Instant now) {
        double confidence = window.equals(LimitWindow.UNKNOWN) ? WINDOW_UNKNOWN : GUESSED_BY_WINDOW;
        return new Reset(now.plus(LimitWindow.defaultWait(window)), LimitSource.DEFAULT, confidence);
    }
}
