package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * A model that a provider offers.
 *
 * @param id as the provider is to be told it
 * @param name the name for people
 * @param preferred whether the provider takes it when no model is named
 */
@JsonInclude(Include.NON_ABSENT)
public record Model(String id, Optional<String> name, boolean preferred) {}
