package dev.yardmaster.pool;

import java.util.Optional;
import java.util.UUID;

/**
 * A slot of a pool that a session holds.
 *
 * @param entry the number of the entry that the slot belongs to. Empty in a pool without entries, and for a session that was running when
 *     the pool changed and that no entry matches since then
 */
public record Slot(UUID pool, Optional<Integer> entry) {}
