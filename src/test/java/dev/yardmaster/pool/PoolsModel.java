package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.pool.SlotReassignment.Running;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;

/** The rows of pools and slots in memory, moved as the repositories move them. */
public final class PoolsModel {
    private final BinaryOperator<String> models;
    private final Map<UUID, Pool> pools = new LinkedHashMap<>();
    private final Map<UUID, List<Slot>> held = new LinkedHashMap<>();

    /** @param models what a provider, the first argument, is told for a model, the second */
    public PoolsModel(BinaryOperator<String> models) {
        this.models = models;
    }

    public List<Pool> pools() {
        return List.copyOf(pools.values());
    }

    /** The slots of each session that holds some. */
    public Map<UUID, List<Slot>> held() {
        return held;
    }

    public Occupancy current() {
        return occupancy(pools());
    }

    /** The pools that govern agents of a kind, and no others. */
    public Occupancy locked(AgentKind kind) {
        return occupancy(
                pools.values().stream().filter(pool -> pool.governs(kind)).toList());
    }

    public void take(UUID session, List<Slot> slots) {
        if (!slots.isEmpty()) {
            held.put(session, slots);
        }
    }

    public void release(UUID session) {
        held.remove(session);
    }

    /** Adds a pool or changes it, and counts all that runs anew. */
    public void change(Pool now, Map<UUID, SlotRequest> running) {
        Pool before = pools.getOrDefault(
                now.id(), new Pool(now.id(), now.name(), now.size(), false, List.of(), now.createdAt()));
        pools.put(now.id(), now);
        List<Running> all = running.entrySet().stream()
                .map(each -> new Running(each.getKey(), each.getValue(), entryOf(each.getKey(), now.id())))
                .toList();
        Map<UUID, Slot> counted = SlotReassignment.of(
                now.told(models), SlotReassignment.renumbered(before.entries(), now.entries()), all);
        running.keySet().forEach(session -> replace(session, now.id(), Optional.ofNullable(counted.get(session))));
    }

    public void remove(UUID pool) {
        pools.remove(pool);
        List.copyOf(held.keySet()).forEach(session -> replace(session, pool, Optional.empty()));
    }

    private void replace(UUID session, UUID pool, Optional<Slot> slot) {
        List<Slot> slots = new ArrayList<>(held.getOrDefault(session, List.of()));
        slots.removeIf(it -> it.pool().equals(pool));
        slot.ifPresent(slots::add);
        if (slots.isEmpty()) {
            held.remove(session);
        } else {
            held.put(session, slots);
        }
    }

    private Optional<Integer> entryOf(UUID session, UUID pool) {
        return held.getOrDefault(session, List.of()).stream()
                .filter(slot -> slot.pool().equals(pool))
                .findFirst()
                .flatMap(Slot::entry);
    }

    private Occupancy occupancy(List<Pool> some) {
        List<Slot> taken = held.values().stream()
                .flatMap(List::stream)
                .filter(slot -> some.stream().anyMatch(pool -> pool.id().equals(slot.pool())))
                .toList();
        return new PoolSnapshot(some, taken).occupancy(models);
    }
}
