package dev.yardmaster.project;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rejects unknown ids in a project. It checks changed fields only, so an id whose provider or executable has disappeared does not block
 * changes of other fields.
 */
record ProjectCheck(Providers providers, Executables executables) {
    /** Throws an error that names the field, its value and the known ids. */
    void check(ProjectSpec spec, Optional<ProjectSpec> before) {
        if (Ids.parse(spec.name()).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "The name of a project must not look like an id. Choose another name.");
        }
        changed(spec, before, ProjectSpec::agentProvider)
                .ifPresent(id -> YardmasterException.checkField("agentProvider", id, () -> providers.provider(id)));
        changed(spec, before, ProjectSpec::agentRuntime)
                .ifPresent(
                        word -> YardmasterException.checkField("agentRuntime", word, () -> providers.ofRuntime(word)));
        changed(spec, before, ProjectSpec::models)
                .map(Map::keySet)
                .ifPresent(ids ->
                        ids.forEach(id -> YardmasterException.checkField("models", id, () -> providers.provider(id))));
        changed(spec, before, ProjectSpec::fallbackChain).ifPresent(this::checkChain);
    }

    private void checkChain(List<String> chain) {
        YardmasterException.checkField("fallbackChain", String.join(", ", chain), () -> executables.checkChain(chain));
    }

    private static <T> Optional<T> changed(
            ProjectSpec spec, Optional<ProjectSpec> before, Function<ProjectSpec, Optional<T>> field) {
        Optional<T> now = field.apply(spec);
        return before.map(field).filter(now::equals).isPresent() ? Optional.empty() : now;
    }
}
