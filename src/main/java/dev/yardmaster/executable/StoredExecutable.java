package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A stored executable; its secrets are encrypted. */
record StoredExecutable(
        String name,
        String provider,
        Optional<String> path,
        List<String> arguments,
        Map<String, Value> environment,
        Optional<LaunchMode> mode) {
    /** The stored value of an environment variable. */
    sealed interface Value {
        /** The value as the API shows it. */
        default EnvironmentValue shown() {
            return switch (this) {
                case Plain(String text) -> new EnvironmentValue.Plain(text);
                case Sealed _ -> new EnvironmentValue.StoredSecret();
            };
        }
    }

    /** A value that is not secret. */
    record Plain(String text) implements Value {}

    /** An encrypted secret. */
    record Sealed(String text) implements Value {}

    /** The environment as the API shows it. */
    Map<String, EnvironmentValue> shownEnvironment() {
        Map<String, EnvironmentValue> shown = new TreeMap<>();
        environment.forEach((name, value) -> shown.put(name, value.shown()));
        return shown;
    }
}
