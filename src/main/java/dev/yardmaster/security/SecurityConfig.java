package dev.yardmaster.security;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Which names the service answers to. */
@ConfigMapping(prefix = "yardmaster.security")
interface SecurityConfig {
    /** Host names, without a port, under which requests may come in besides the loopback names and IP addresses. */
    Optional<Set<String>> allowedHosts();

    /** Origins, such as {@code https://crew.example}, whose pages may call besides the service's own. */
    Optional<Set<String>> allowedOrigins();
}
