package dev.yardmaster.webhook;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/**
 * A webhook as a user specifies it.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param url an http or https URL
 * @param events the events that it is notified of
 * @param format the form of the bodies; by default {@code json}
 * @param enabled whether it is notified; by default true
 */
record WebhookSpec(
        @NotNull(message = "is missing: give the webhook a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        @NotNull(message = "is missing: give the URL of the receiver")
        @Size(max = 2048, message = "must have at most 2048 characters")
        String url,

        @NotEmpty(message = "is missing: list the events to be notified of")
        List<@NotNull(message = "must be the name of an event") WebhookEvent> events,

        Optional<WebhookFormat> format,
        Optional<Boolean> enabled) {
    /** Leaves out the URL, which can hold a secret. */
    @Override
    public String toString() {
        return "WebhookSpec[name=" + name + "]";
    }
}
