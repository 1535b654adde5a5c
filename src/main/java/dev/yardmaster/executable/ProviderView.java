package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.provider.Capabilities;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as the API shows it.
 *
 * @param runtime the name of its CLI's runtime, which also selects it
 * @param aliases other names of the provider
 * @param dialects the protocols that it supports, with the launch mode of each
 * @param modelAliases short names of models, with the names that its CLI gets for them
 * @param installHint how to install its CLI
 */
record ProviderView(
        ProviderId id,
        String runtime,
        String displayName,
        List<String> aliases,
        Capabilities capabilities,
        Map<String, LaunchMode> dialects,
        Map<String, String> modelAliases,
        String installHint,
        List<ExecutableView> executables) {
    /**
     * An executable of the provider. Its environment can hold secrets and is not shown.
     *
     * @param health the latest health; empty before the first check
     */
    @JsonInclude(Include.NON_ABSENT)
    record ExecutableView(String name, String path, Optional<HealthResult> health) {}
}
