package dev.yardmaster.openid;

import dev.yardmaster.access.AccessRole;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which role a token has.
 *
 * @param claim the claim with the roles or groups of the user
 * @param values the values that stand for each role
 */
record RoleMapping(ClaimPath claim, Map<AccessRole, Set<String>> values) {
    static RoleMapping of(OpenIdConfig config) {
        Map<AccessRole, Set<String>> values = new EnumMap<>(AccessRole.class);
        config.roles().viewer().ifPresent(these -> values.put(AccessRole.VIEWER, these));
        config.roles().operator().ifPresent(these -> values.put(AccessRole.OPERATOR, these));
        config.roles().admin().ifPresent(these -> values.put(AccessRole.ADMIN, these));
        return new RoleMapping(new ClaimPath(config.roleClaim()), values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The highest role that a value of the claim stands for. */
    Optional<AccessRole> role(Map<String, ?> claims) {
        Set<String> found = claim.texts(claims);
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(found::contains))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder());
    }

    /** Why a token has no role; the end of a sentence. */
    String explanation() {
        return "its claim '" + claim.path() + "' contains none of the values that stand for a role: "
                + values.entrySet().stream()
                        .map(entry -> String.join(", ", new TreeSet<>(entry.getValue())) + " ("
                                + entry.getKey().value() + ")")
                        .collect(Collectors.joining("; "));
    }
}
