package dev.yardmaster.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The states of a delivery. */
enum DeliveryState {
    /** It waits for its first or next attempt. */
    PENDING,
    /** The receiver has accepted it. */
    DELIVERED,
    /** No attempt has succeeded in time. */
    GIVEN_UP;

    /** The name in the API and the database. */
    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DeliveryState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
