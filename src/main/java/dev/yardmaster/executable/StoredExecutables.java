package dev.yardmaster.executable;

import java.util.List;
import java.util.Map;

/**
 * The executables that users have stored, and the programs that they have set for default executables.
 *
 * @param entries the usable executables
 * @param unusable why the other stored executables cannot be used, as a sentence, by name
 * @param programs the programs of default executables, by the provider's id
 */
public record StoredExecutables(
        List<ExecutableEntry> entries, Map<String, String> unusable, Map<String, String> programs) {
    /** No stored executables and no programs. */
    public static final StoredExecutables NONE = new StoredExecutables(List.of(), Map.of(), Map.of());

    public StoredExecutables {
        entries = List.copyOf(entries);
        unusable = Map.copyOf(unusable);
        programs = Map.copyOf(programs);
    }
}
