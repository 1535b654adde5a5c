package dev.yardmaster.permission;

import java.util.Optional;
import java.util.UUID;

/** A rule that is to be stored, with what it applies to. At most one of the three is present. */
public record NewRule(PermissionRule rule, Optional<UUID> project, Optional<UUID> agent, Optional<UUID> session) {}
