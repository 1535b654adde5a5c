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
 * @param models as it listed them last; empty when it never did
 * @param aliases short names that users may give as well, and what the provider is told for them
 * @param listedAt when it listed them
 * @param age how long ago that is, to the second
 * @param problem why they could not be listed anew, and what to do
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
