package dev.yardmaster.tools;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Explains why a task waits. The dispatcher implements it, because it decides that. */
public interface TaskExplainer {
    /** Explains a task; fails with {@code task_not_found}. */
    Uni<?> explain(UUID task);
}
