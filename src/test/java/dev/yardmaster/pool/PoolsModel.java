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

/** Pools and slots in memory. Every method changes them in the same way as the repositories change the database. */
public final class PoolsModel {
    private final BinaryOperator<String> models;
    private final Map<UUID, Pool> pools = new LinkedHashMap<>();
    private final Map<UUID, List<Slot>> held = new LinkedHashMap<>();

    /** @param models returns a provider's name for a model; the first argument is the provider's id, the second the model or alias */
    public PoolsModel(BinaryOperator<String> models) {
        this.models = models;
    }

    public List<Pool> pools() {
        return List.copyOf(pools.values());
    }

    /** The slots of each session that holds at least one. */
    public Map<UUID, List<Slot>> held() {
        return held;
    }

    public Occupancy current() {
        return occupancy(pools());
    }

    /** Only the pools that apply to agents of a kind. */
    public Occupancy locked(AgentKind kind) {
        return occupancy(
                pools.values().stream().filter(pool -> pool.appliesTo(kind)).toList());
    }

    public void take(UUID session, List<Slot> slots) {
        if (!slots.isEmpty()) {
            held.put(session, slots);
        }
    }

    public void release(UUID session) {
        held.remove(session);
    }

    /** Adds or changes a pool, and reassigns its slots to the running sessions. */
    public void change(Pool after, Map<UUID, SlotRequest> running) {
        Pool before = pools.getOrDefault(
                after.id(), new Pool(after.id(), after.name(), after.size(), false, List.of(), after.createdAt()));
        pools.put(after.id(), after);
        List<Running> all = running.entrySet().stream()
                .map(each -> new Running(each.getKey(), each.getValue(), entryOf(each.getKey(), after.id())))
                .toList();
        Map<UUID, Slot> assigned = SlotReassignment.of(
                after.resolved(models), SlotReassignment.renumbered(before.entries(), after.entries()), all);
        running.keySet().forEach(session -> replace(session, after.id(), Optional.ofNullable(assigned.get(session))));
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
