package dev.yardmaster.executable;

import dev.yardmaster.executable.StoredExecutable.Plain;
import dev.yardmaster.executable.StoredExecutable.Sealed;
import dev.yardmaster.executable.StoredExecutable.Value;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.security.SecretBox;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypts what is secret of an executable before it is stored, and decrypts it afterwards. Blocks for a moment; for any thread. */
@Singleton
class ExecutableSecrets {
    private final SecretBox box;

    ExecutableSecrets(SecretBox box) {
        this.box = box;
    }

    /** The row for what a user says, with the secrets that are to be kept. Throws {@code invalid_request} when there is none to keep. */
    StoredExecutable seal(String name, ExecutableSpec spec, Optional<StoredExecutable> before) {
        Map<String, Value> environment = new HashMap<>();
        spec.environment()
                .orElse(Map.of())
                .forEach((variable, value) -> environment.put(variable, sealed(name, variable, value, before)));
        return new StoredExecutable(
                name, spec.provider(), spec.path(), spec.arguments().orElse(List.of()), environment, spec.mode());
    }

    /** Throws {@code secret_key_unusable}. */
    ExecutableEntry open(StoredExecutable row) {
        Map<String, String> environment = new HashMap<>();
        row.environment()
                .forEach((variable, value) -> environment.put(
                        variable,
                        switch (value) {
                            case Plain(String text) -> text;
                            case Sealed(String text) -> box.open(text, place(row.name(), variable));
                        }));
        return new ExecutableEntry(row.name(), row.provider(), row.path(), row.arguments(), environment, row.mode());
    }

    private Value sealed(String name, String variable, EnvironmentValue value, Optional<StoredExecutable> before) {
        return switch (value) {
            case EnvironmentValue.Plain(String text) -> new Plain(checked(variable, text));
            case EnvironmentValue.Secret(String text) ->
                new Sealed(box.seal(checked(variable, text), place(name, variable)));
            case EnvironmentValue.StoredSecret _ -> kept(variable, before);
        };
    }

    private static Value kept(String variable, Optional<StoredExecutable> before) {
        return before.map(row -> row.environment().get(variable))
                .filter(Sealed.class::isInstance)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "'environment." + variable
                                + "' has no secret stored that could be kept. Send {\"secret\": \"value\"}."));
    }

    private static String checked(String variable, String text) {
        if (text.indexOf('\0') >= 0 || text.length() > 32_768) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "'environment." + variable + "' must have at most 32,768 characters, and no NUL.");
        }
        return text;
    }

    private static String place(String name, String variable) {
        return "executable/" + name + "/" + variable;
    }
}
