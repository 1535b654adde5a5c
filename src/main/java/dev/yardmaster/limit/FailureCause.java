package dev.yardmaster.limit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a provider's refusal or failure means for what runs on it. Sealed: a new case breaks every switch. */
public sealed interface FailureCause {
    /** Nothing that has to do with limits. */
    FailureCause NONE = new None();

    /** That no work is taken until some time, of which the provider says no more. */
    static FailureCause until(Instant reset) {
        return new Quota(Limits.ANY_MODEL, LimitWindow.UNKNOWN, reset, LimitSource.STRUCTURED, 1);
    }

    /** No work is taken until some time: these, and no others, are recorded and move work elsewhere. */
    sealed interface Blocked extends FailureCause {
        /** The models that it is about: a piece of their names in lower case, or {@link Limits#ANY_MODEL}. */
        String modelScope();

        /** Which limit it is: the provider's name of the window, such as {@code five_hour}, or one of {@link LimitWindow}. */
        String window();

        /** When work is taken again, as told or guessed; it can be past. */
        Instant resetAt();

        /** How {@link #resetAt} is known. */
        LimitSource source();

        /** How sure it is that there is this limit until then, 0 to 1. */
        double confidence();

        /**
         * The same, met by a session that ran some model: that model is limited, even if the provider has another name for it than the
         * session.
         */
        Blocked metOn(Optional<String> model);
    }

    /** What was bought is used up until the window starts anew. */
    record Quota(String modelScope, String window, Instant resetAt, LimitSource source, double confidence)
            implements Blocked {
        @Override
        public Quota metOn(Optional<String> model) {
            return model.filter(name -> !Limits.applies(modelScope, name))
                    .map(name -> new Quota(name.toLowerCase(Locale.ROOT), window, resetAt, source, confidence))
                    .orElse(this);
        }
    }

    /** There is nothing left to pay with. A person has to do something about it; {@code resetAt} is when to look again. */
    record Credits(Instant resetAt, LimitSource source, double confidence) implements Blocked {
        @Override
        public String modelScope() {
            return Limits.ANY_MODEL;
        }

        @Override
        public String window() {
            return LimitWindow.CREDITS;
        }

        @Override
        public Credits metOn(Optional<String> model) {
            return this;
        }
    }

    /** The provider is in trouble, which passes: the same can be tried again soon. */
    record Transient() implements FailureCause {}

    /** The credentials are not taken. */
    record Auth() implements FailureCause {}

    /** The conversation has grown too long for the model, or for what was bought. */
    record Context() implements FailureCause {}

    /** The model has no room for anybody; another one may have. */
    record Capacity() implements FailureCause {}

    /** Nothing that has to do with limits. */
    record None() implements FailureCause {}
}
