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
 * A provider as clients see it.
 *
 * @param aliases further words for it
 * @param dialects the protocols that it understands, and the launch mode of each
 * @param modelAliases short names of models, and what it is told for them
 * @param installHint what to do where its CLI is missing
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
     * One of its executables. Its environment can hold secrets and is not shown.
     *
     * @param health empty until it was checked for the first time
     */
    @JsonInclude(Include.NON_ABSENT)
    record ExecutableView(String name, String path, Optional<HealthResult> health) {}
}
