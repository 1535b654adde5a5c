package dev.yardmaster.webhook.delivery;

import java.util.Optional;

/** The result of one attempt to deliver a notification. */
sealed interface Outcome {
    /**
     * The receiver has accepted it.
     *
     * @param status the HTTP status, 200 to 299
     */
    record Delivered(int status) implements Outcome {}

    /**
     * It was not accepted, and another attempt can succeed.
     *
     * @param status the HTTP status, if there was a response
     * @param error a sentence for users; it never holds the path of the URL
     */
    record Failed(Optional<Integer> status, String error) implements Outcome {}
}
