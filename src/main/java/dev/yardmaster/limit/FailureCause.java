package dev.yardmaster.limit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Why a provider refused work or failed. Sealed, so that a new case breaks every switch. */
public sealed interface FailureCause {
    /** The failure has nothing to do with limits. */
    FailureCause NONE = new None();

    /** The cause of a provider that reports only when it accepts work again. */
    static FailureCause until(Instant reset) {
        return new Quota(Limits.ANY_MODEL, LimitWindow.UNKNOWN, reset, LimitSource.STRUCTURED, 1);
    }

    /** The provider accepts no work until some time. Only these causes are recorded as limits and move work to other executables. */
    sealed interface Blocked extends FailureCause {
        /** The limited models: a part of their names in lower case, or {@link Limits#ANY_MODEL}. */
        String modelScope();

        /** The name of the limit: the provider's name of the window, such as {@code five_hour}, or one of {@link LimitWindow}. */
        String window();

        /** When the provider accepts work again, as reported or guessed. This time can be in the past. */
        Instant resetAt();

        /** How {@link #resetAt} is known. */
        LimitSource source();

        /** The probability that the limit lasts until {@link #resetAt}, 0 to 1. */
        double confidence();

        /**
         * This limit as met by a session that ran a model. That model is limited, even if the provider uses another name for it than the
         * session does.
         *
         * @param model empty if the provider chose the model
         */
        Blocked metOn(Optional<String> model);
    }

    /** The quota is used up until the window ends. */
    record Quota(String modelScope, String window, Instant resetAt, LimitSource source, double confidence)
            implements Blocked {
        @Override
        public Quota metOn(Optional<String> model) {
            return model.filter(name -> !Limits.applies(modelScope, name))
                    .map(name -> new Quota(name.toLowerCase(Locale.ROOT), window, resetAt, source, confidence))
                    .orElse(this);
        }
    }

    /** The account is out of credit, so a person has to act. {@code resetAt} is the time of the next attempt. */
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

    /** The provider has a transient failure. The request can be retried soon. */
    record Transient() implements FailureCause {}

    /** The provider rejects the credentials. */
    record Auth() implements FailureCause {}

    /** The conversation is too long for the model or for the subscription. */
    record Context() implements FailureCause {}

    /** The model has no capacity for any client. Another model may have. */
    record Capacity() implements FailureCause {}

    /** The failure has nothing to do with limits. */
    record None() implements FailureCause {}
}
