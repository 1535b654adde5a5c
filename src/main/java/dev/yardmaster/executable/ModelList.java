package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that an executable offers.
 *
 * @param models the models of the last successful listing; empty before the first
 * @param aliases short names of models, with the names that the provider's CLI gets for them
 * @param listedAt the time of the last successful listing
 * @param age the age of the list, in whole seconds
 * @param problem why a new listing failed, and what to do
 */
@JsonInclude(Include.NON_ABSENT)
public record ModelList(
        ProviderId provider,
        String executable,
        List<Model> models,
        Map<String, String> aliases,
        Optional<Instant> listedAt,
        @JsonFormat(shape = JsonFormat.Shape.STRING) Optional<Duration> age,
        Optional<String> problem) {
    public ModelList {
        models = List.copyOf(models);
        aliases = Map.copyOf(aliases);
    }
}
