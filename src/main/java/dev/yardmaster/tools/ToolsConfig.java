package dev.yardmaster.tools;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The tools with which agents call the service. */
@ConfigMapping(prefix = "yardmaster.tools")
interface ToolsConfig {
    /** Whether sessions get the MCP server {@code yardmaster} with the service's own tools. */
    @WithDefault("true")
    boolean enabled();

    /**
     * The URL of this service as its agents reach it, without a path, such as {@code http://10.0.0.5:8484}. By default it is the address on which
     * the service listens; if that is every address of the machine, it is the loopback.
     */
    Optional<URI> url();
}
