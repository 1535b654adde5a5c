package dev.yardmaster.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** The form of the bodies that a webhook receives. */
public enum WebhookFormat {
    /** An object with the type, the time and the data of the event. */
    JSON,
    /** An object with a text, as the incoming webhooks of Slack and of compatible services read it. */
    SLACK;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format with a name in the API; throws {@code invalid_request} if the name is unknown. */
    @JsonCreator
    public static WebhookFormat of(String value) {
        for (WebhookFormat format : values()) {
            if (format.value().equals(value)) {
                return format;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST, "There is no format '" + value + "'. The formats are json and slack.");
    }
}
