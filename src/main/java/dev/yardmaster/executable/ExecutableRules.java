package dev.yardmaster.executable;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What users may do with executables. */
record ExecutableRules(Providers providers, Executables executables) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    boolean isConfigured(String name) {
        return executables.source(name) == Source.CONFIGURATION;
    }

    /** Throws {@code invalid_request}, {@code unknown_provider} or {@code conflict}. */
    void checkPut(String name, ExecutableSpec spec) {
        if (!NAME.matcher(name).matches()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "An executable's name must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a"
                            + " letter or digit.");
        }
        refuseConfigured(name);
        providers.provider(spec.provider());
        if (providers.isDefaultOfAnother(name, spec.provider())) {
            throw conflict(
                    name,
                    "is the default executable of the provider of its name, not of '" + spec.provider()
                            + "'. Choose another name.");
        }
    }

    /** Throws {@code executable_not_found} or {@code conflict}. */
    void checkRemove(String name, Optional<StoredExecutable> stored) {
        refuseConfigured(name);
        if (stored.isEmpty()) {
            throw executables.source(name) == Source.BUILT_IN
                    ? conflict(name, "is built in. Disable the agents that are not to run on it instead.")
                    : notFound();
        }
    }

    /** Throws {@code conflict}, naming who uses it. A default executable stays when what was stored of it goes. */
    void checkUnused(String name, List<String> users) {
        boolean stays = providers.all().stream().anyMatch(it -> it.id().value().equals(name));
        if (!stays && !users.isEmpty()) {
            throw conflict(name, "is used by " + String.join(", ", users) + ". Give them another one first.");
        }
    }

    private void refuseConfigured(String name) {
        if (isConfigured(name)) {
            throw conflict(
                    name, "comes from the configuration (yardmaster.executables." + name + "). Change it there.");
        }
    }

    private static YardmasterException conflict(String name, String what) {
        return new YardmasterException(ErrorCode.CONFLICT, "The executable '" + name + "' " + what);
    }

    static YardmasterException notFound() {
        return new YardmasterException(
                ErrorCode.EXECUTABLE_NOT_FOUND,
                "There is no executable with this name. GET /api/executables lists the executables there are.");
    }
}
