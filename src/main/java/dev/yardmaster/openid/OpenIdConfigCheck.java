package dev.yardmaster.openid;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Checks the configuration of an issuer before the service starts. */
public final class OpenIdConfigCheck {
    private static final String PREFIX = "yardmaster.openid.";

    private OpenIdConfigCheck() {}

    /**
     * One line for each mistake.
     *
     * @param config a configuration whose values have the right types
     */
    public static List<String> mistakes(SmallRyeConfig config) {
        if (StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .noneMatch(name -> name.startsWith(PREFIX))) {
            return List.of();
        }
        ConfigMappings.registerConfigMappings(config, Set.of(ConfigClass.configClass(OpenIdConfig.class)));
        return ConfigMistakes.find(config.getConfigMapping(OpenIdConfig.class));
    }
}
