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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it means that a session has failed. It is told nothing but what the provider itself says of limits and failures; what an agent
 * writes, a tool prints or a file contains never gets here.
 */
public final class LimitClassifier {
    /** A week's limit of one model; what includes extra usage is of all of them. */
    private static final Pattern WEEK_OF = Pattern.compile("seven_day_(?!overage)(\\w+)");

    private static final double TOLD = 1;
    private static final double READ = 0.8;
    private static final double GUESSED = 0.5;
    private static final double NO_IDEA = 0.2;

    private LimitClassifier() {}

    /** Until when, and how that is known. */
    private record Reset(Instant at, LimitSource source, double confidence) {}

    /**
     * @param limit the last that the provider said of its limits, unless a turn was completed since
     * @param failure the last fatal failure, unless a turn was completed since
     * @param now when these were told
     */
    public static FailureCause classify(Optional<Limit> limit, Optional<Failure> failure, Instant now) {
        Optional<Limit> blocked = limit.filter(Limit::blocked);
        Classification verdict = verdict(blocked, failure);
        return switch (verdict.meaning()) {
            case QUOTA, CREDITS -> blocked(verdict, blocked, failure, now);
            case TRANSIENT -> new Transient();
            case AUTH -> new Auth();
            case CONTEXT -> new Context();
            case CAPACITY -> new Capacity();
            case NONE -> FailureCause.NONE;
        };
    }

    /** The words first, since a refusal of any sort can come as a bare limit; but what a limit says of itself counts more than a code. */
    private static Classification verdict(Optional<Limit> blocked, Optional<Failure> failure) {
        Classification quota = Classification.of(Meaning.QUOTA);
        return failure.flatMap(said -> LimitTexts.verdict(said.message()))
                .or(() -> blocked.filter(LimitClassifier::saysMore).map(_ -> quota))
                .or(() -> failure.flatMap(FailureCodes::verdict))
                .or(() -> blocked.map(_ -> quota))
                .orElse(Classification.of(Meaning.NONE));
    }

    private static boolean saysMore(Limit limit) {
        return limit.window().isPresent()
                || limit.resetsAt().isPresent()
                || !limit.details().equals(JsonSlice.nullValue());
    }

    private static Blocked blocked(
            Classification verdict, Optional<Limit> limit, Optional<Failure> failure, Instant now) {
        String window = limit.flatMap(Limit::window).orElse(verdict.window());
        Optional<Reset> known = limit.flatMap(Limit::resetsAt)
                .map(at -> new Reset(at, LimitSource.STRUCTURED, TOLD))
                .or(() -> failure.flatMap(said -> ResetTimes.find(said.message(), now))
                        .map(at -> new Reset(at, LimitSource.TEXT, READ)));
        if (known.isEmpty() && (verdict.meaning() == Meaning.CREDITS || window.equals(LimitWindow.OVERAGE))) {
            Reset guess = guess(LimitWindow.CREDITS, now);
            return new Credits(guess.at(), guess.source(), guess.confidence());
        }
        Reset reset = known.orElseGet(() -> guess(window, now));
        return new Quota(modelScope(verdict, window), window, reset.at(), reset.source(), reset.confidence());
    }

    private static Reset guess(String window, Instant now) {
        double confidence = window.equals(LimitWindow.UNKNOWN) ? NO_IDEA : GUESSED;
        return new Reset(now.plus(LimitWindow.defaultWait(window)), LimitSource.DEFAULT, confidence);
    }

    private static String modelScope(Classification verdict, String window) {
        Matcher week = WEEK_OF.matcher(window);
        return week.matches() ? week.group(1) : verdict.modelScope();
    }
}
