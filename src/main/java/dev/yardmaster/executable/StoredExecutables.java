package dev.yardmaster.executable;

import java.util.List;
import java.util.Map;

/**
 * What users have stored about executables.
 *
 * @param entries the executables
 * @param unusable why executables that are stored too can't be used, as a sentence, by name
 * @param programs the paths of providers' programs, by the provider's id
 */
public record StoredExecutables(
        List<ExecutableEntry> entries, Map<String, String> unusable, Map<String, String> programs) {
    /** Nothing is stored. */
    public static final StoredExecutables NONE = new StoredExecutables(List.of(), Map.of(), Map.of());

    public StoredExecutables {
        entries = List.copyOf(entries);
        unusable = Map.copyOf(unusable);
        programs = Map.copyOf(programs);
    }
}
