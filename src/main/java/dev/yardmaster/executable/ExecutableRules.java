package dev.yardmaster.executable;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which changes of executables are allowed. */
@Singleton
class ExecutableRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Providers providers;
    private final Executables executables;

    ExecutableRules(Providers providers, Executables executables) {
        this.providers = providers;
        this.executables = executables;
    }

    /** Whether the configuration declares an executable of this name. */
    boolean isConfigured(String name) {
        return executables.source(name) == Source.CONFIGURATION;
    }

    /** Throws {@code invalid_request}, {@code unknown_provider} or {@code conflict}. */
    void checkPut(String name, ExecutableSpec spec) {
        if (!NAME.matcher(name).matches()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "An executable name must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a"
                            + " letter or digit.");
        }
        refuseConfigured(name);
        YardmasterException.checkField("provider", spec.provider(), () -> providers.provider(spec.provider()));
        if (providers.isDefaultOfAnother(name, spec.provider())) {
            throw conflict(
                    name,
                    "is the default executable of the provider of the same name, so it cannot belong to '"
                            + spec.provider() + "'. Choose another name.");
        }
    }

    /** Throws {@code executable_not_found} or {@code conflict}. */
    void checkRemove(String name, Optional<StoredExecutable> stored) {
        refuseConfigured(name);
        if (stored.isEmpty()) {
            throw executables.source(name) == Source.BUILT_IN
                    ? conflict(
                            name,
                            "is built in and cannot be removed. To stop using it, disable the agents that run on it.")
                    : NotFound.EXECUTABLE.of(name);
        }
    }

    /**
     * Throws {@code conflict}, naming the users of the executable. A default executable may be in use, because it still exists without its
     * stored values.
     */
    void checkUnused(String name, List<String> users) {
        boolean isDefault =
                providers.all().stream().anyMatch(it -> it.id().value().equals(name));
        if (!isDefault && !users.isEmpty()) {
            throw conflict(name, "is used by " + String.join(", ", users) + ". Give them another executable first.");
        }
    }

    private void refuseConfigured(String name) {
        if (isConfigured(name)) {
            throw conflict(
                    name, "comes from the configuration (yardmaster.executables." + name + "). Change it there.");
        }
    }

    private static YardmasterException conflict(String name, String reason) {
        return new YardmasterException(ErrorCode.CONFLICT, "The executable '" + name + "' " + reason);
    }
}
