package dev.yardmaster.pool;

import java.util.Optional;
import java.util.UUID;

/**
 * A slot taken in a pool.
 *
 * @param entry the number of the entry that it is one of; empty in a pool without entries, and for a session that ran before the pool
 *     was changed so that none of its entries is for it
 */
public record Slot(UUID pool, Optional<Integer> entry) {}
