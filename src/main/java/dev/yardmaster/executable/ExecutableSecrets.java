package dev.yardmaster.executable;

import dev.yardmaster.executable.StoredExecutable.Plain;
import dev.yardmaster.executable.StoredExecutable.Sealed;
import dev.yardmaster.executable.StoredExecutable.Value;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.secret.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Encrypts the secrets of an executable before it is stored, and decrypts them afterwards. */
@Singleton
class ExecutableSecrets {
    private final SecretBox box;
    private final Vertx vertx;

    ExecutableSecrets(SecretBox box, Vertx vertx) {
        this.box = box;
        this.vertx = vertx;
    }

    /**
     * Encrypts the new secrets of an executable on a worker thread, as that reads the key file, and continues on the caller's event loop.
     * Fails with {@code invalid_request} or {@code secret_key_unusable}.
     */
    Uni<SealedExecutable> seal(String name, ExecutableSpec spec) {
        return vertx.executeBlocking(() -> sealed(name, spec), false);
    }

    /** Decrypts the secrets of an executable. Blocks to read the key file; for any thread. Throws {@code secret_key_unusable}. */
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

    private SealedExecutable sealed(String name, ExecutableSpec spec) {
        Map<String, Value> environment = new HashMap<>();
        Set<String> kept = new HashSet<>();
        spec.environment().orElse(Map.of()).forEach((variable, value) -> {
            switch (value) {
                case EnvironmentValue.Plain(String text) ->
                    environment.put(variable, new Plain(checked(variable, text)));
                case EnvironmentValue.Secret(String text) ->
                    environment.put(variable, new Sealed(box.seal(checked(variable, text), place(name, variable))));
                case EnvironmentValue.StoredSecret _ -> kept.add(variable);
            }
        });
        return new SealedExecutable(
                new StoredExecutable(
                        name,
                        spec.provider(),
                        spec.path(),
                        spec.arguments().orElse(List.of()),
                        environment,
                        spec.mode()),
                kept);
    }

    private static String checked(String variable, String text) {
        if (text.indexOf('\0') >= 0 || text.length() > 32_768) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "'environment." + variable + "' must have at most 32,768 characters, and no NUL.");
        }
        return text;
    }

    /** Binds an encrypted value to its variable, so that it cannot be decrypted as the value of another one. */
    private static String place(String name, String variable) {
        return "executable/" + name + "/" + variable;
    }
}
