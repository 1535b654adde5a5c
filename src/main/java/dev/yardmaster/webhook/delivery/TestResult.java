package dev.yardmaster.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * The result of a test of a webhook.
 *
 * @param delivered whether the receiver has accepted the notification
 * @param status the HTTP status, if there was a response
 * @param error why it was not delivered, as a sentence
 */
@JsonInclude(Include.NON_ABSENT)
record TestResult(boolean delivered, Optional<Integer> status, Optional<String> error) {
    static TestResult of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(int status) -> new TestResult(true, Optional.of(status), Optional.empty());
            case Outcome.Failed(Optional<Integer> status, String error) ->
                new TestResult(false, status, Optional.of(error));
        };
    }
}
