package dev.yardmaster.client;

import java.net.URI;
import java.util.Optional;

/**
 * The service that commands call.
 *
 * @param address the URL of the service
 * @param token the token that it gets; empty if none is known
 * @param source where the address comes from, for error messages
 */
public record Target(URI address, Optional<String> token, String source) {}
