package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The value of an environment variable as users say and see it. */
@RegisterForReflection(
        targets = {EnvironmentValue.Plain.class, EnvironmentValue.Secret.class, EnvironmentValue.StoredSecret.class})
@Schema(
        description =
                "A text; or {\"secret\": \"value\"} for one that is stored encrypted and never shown; or {\"secret\": true}"
                        + " in its place for the one that is stored.")
sealed interface EnvironmentValue {
    /** What users see of it. */
    @JsonValue
    Object json();

    /** What users say. */
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
                "give a text, or {\"secret\": \"value\"}, or {\"secret\": true} to keep the one that is stored");
    }

    /** One that everybody may see. */
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

    /** The secret that is stored. */
    record StoredSecret() implements EnvironmentValue {
        @Override
        public Object json() {
            return Map.of("secret", true);
        }
    }
}
