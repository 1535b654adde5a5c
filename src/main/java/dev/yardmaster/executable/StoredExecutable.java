package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The row of an executable. */
record StoredExecutable(
        String name,
        String provider,
        Optional<String> path,
        List<String> arguments,
        Map<String, Value> environment,
        Optional<LaunchMode> mode) {
    /** The value of a variable as it is stored. */
    sealed interface Value {
        /** What users see of it. */
        default EnvironmentValue shown() {
            return switch (this) {
                case Plain(String text) -> new EnvironmentValue.Plain(text);
                case Sealed _ -> new EnvironmentValue.StoredSecret();
            };
        }
    }

    /** One that everybody may see. */
    record Plain(String text) implements Value {}

    /** An encrypted one. */
    record Sealed(String text) implements Value {}

    /** The environment as users see it. */
    Map<String, EnvironmentValue> shownEnvironment() {
        Map<String, EnvironmentValue> shown = new TreeMap<>();
        environment.forEach((name, value) -> shown.put(name, value.shown()));
        return shown;
    }
}
