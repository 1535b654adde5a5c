package dev.yardmaster.client;

import java.net.URI;
import java.util.Optional;

/**
 * A service that a user works with often.
 *
 * @param name the name that the user gave it
 * @param address the URL of the service
 * @param token the token that {@code yardmaster login} stored
 */
public record Context(String name, URI address, Optional<String> token) {}
