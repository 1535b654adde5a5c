package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * A model that a provider offers.
 *
 * @param id the name that the CLI expects
 * @param name the name for people
 * @param preferred whether the CLI uses it by default
 */
@JsonInclude(Include.NON_ABSENT)
public record Model(String id, Optional<String> name, boolean preferred) {}
