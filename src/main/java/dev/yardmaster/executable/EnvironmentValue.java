package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The value of an environment variable in the API. */
@RegisterForReflection(
        targets = {EnvironmentValue.Plain.class, EnvironmentValue.Secret.class, EnvironmentValue.StoredSecret.class})
@Schema(
        description = "A string; or {\"secret\": \"value\"} for a secret, which is stored encrypted and never shown; or"
                + " {\"secret\": true} to keep the stored secret.")
sealed interface EnvironmentValue {
    /** The form in responses; it does not reveal secrets. */
    @JsonValue
    Object json();

    /** Parses the form in requests. */
    @JsonCreator
    static EnvironmentValue of(JsonNode json) {
        JsonNode secret = json.path("secret");
        if (json.isTextual()) {
            return new Plain(json.textValue());
        }
        if (json.size() == 1 && secret.isTextual()) {
            return new Secret(secret.textValue());
        }
        if (json.size() == 1 && secret.isBoolean() && secret.booleanValue()) {
            return new StoredSecret();
        }
        throw new IllegalArgumentException(
                "give a text, or {\"secret\": \"value\"}, or {\"secret\": true} to keep the stored secret");
    }

    /** A value that is not secret. */
    record Plain(String value) implements EnvironmentValue {
        @Override
        public Object json() {
            return value;
        }

        @Override
        public String toString() {
            return "Plain[]";
        }
    }

    /** A new secret. */
    record Secret(String value) implements EnvironmentValue {
        @Override
        public Object json() {
            return Map.of("secret", true);
        }

        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /** The stored secret stays. */
    record StoredSecret() implements EnvironmentValue {
        @Override
        public Object json() {
            return Map.of("secret", true);
        }
    }
}
