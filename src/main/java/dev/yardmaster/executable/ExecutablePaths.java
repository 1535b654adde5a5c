package dev.yardmaster.executable;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Where users set the programs of default executables; the settings implement it. */
public interface ExecutablePaths {
    /** The program of a provider's default executable, by the provider's id. Contains only programs that are set. */
    Uni<Map<String, String>> byProvider();
}
