package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.pool.SlotReassignment.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random fleets start, end and have their pools changed, beside a model that keeps nothing but who runs in which slots and counts
 * everything anew each time.
 */
class OccupancyModelTest {
    private static final int SEEDS_AT_ONCE = 250;
    private static final int STEPS = 60;
    private static final List<String> PROVIDERS = List.of("claude-code", "codex", "opencode");
    private static final List<String> MODELS = List.of("opus", "gpt-5.4", "x/y:z");

    private static LongStream firstSeeds() {
        return LongStream.range(0, 20).map(i -> i * SEEDS_AT_ONCE);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void shouldAgreeWithCountingByHandAndNeverOverfill(long first) {
        for (long seed = first; seed < first + SEEDS_AT_ONCE; seed++) {
            // Given
            var fleet = new Fleet(seed);

            // When
            for (int step = 0; step < STEPS; step++) {
                fleet.step();
            }

            // Then
            assertThat(fleet.tried).as("seed %s", seed).isPositive();
        }
    }

    /** What runs, and in which slots. */
    private static final class Fleet {
        private final long seed;
        private final Random random;
        private final List<Pool> pools = new ArrayList<>();
        private final Map<UUID, SlotRequest> running = new LinkedHashMap<>();
        private final Map<UUID, List<Slot>> held = new LinkedHashMap<>();
        private Occupancy occupancy;
        private int tried;

        Fleet(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            IntStream.range(0, random.nextInt(4)).forEach(i -> pools.add(pool(UUID.randomUUID(), "pool-" + i)));
            this.occupancy = counted();
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0 -> change();
                case 1, 2, 3 -> end();
                default -> start();
            }
            pools.forEach(pool -> {
                assertThat(occupancy.used(pool.id())).as(told()).isEqualTo(used(pool));
                pool.entries()
                        .forEach(entry -> assertThat(occupancy.used(pool.id(), entry.number()))
                                .as(told())
                                .isEqualTo(used(pool, entry)));
            });
        }

        private void start() {
            SlotRequest occupant = occupant();
            switch (occupancy.place(occupant)) {
                case Placed placed -> {
                    assertThat(placed).as(told()).isEqualTo(expected(occupant).orElseThrow());
                    UUID session = UUID.randomUUID();
                    running.put(session, occupant);
                    held.put(session, placed.slots());
                    occupancy.take(placed.slots());
                    tried++;
                }
                case Full full -> {
                    assertThat(expected(occupant)).as(told() + full).isEmpty();
                    tried++;
                }
            }
        }

        private void end() {
            running.keySet().stream()
                    .skip(random.nextInt(running.size() + 1))
                    .findFirst()
                    .ifPresent(session -> {
                        running.remove(session);
                        occupancy.release(held.remove(session));
                    });
        }

        /** As it is done in the database: all that runs is counted anew. */
        private void change() {
            if (pools.isEmpty()) {
                return;
            }
            int index = random.nextInt(pools.size());
            Pool before = pools.get(index);
            Pool now = pool(before.id(), before.name());
            pools.set(index, now);
            Map<UUID, Slot> recounted = SlotReassignment.of(
                    now.told(PoolFixture::told),
                    SlotReassignment.renumbered(before.entries(), now.entries()),
                    running(before.id()));
            checkRecount(before, now, recounted);
            held.replaceAll((session, slots) -> {
                List<Slot> changed = new ArrayList<>(slots);
                changed.removeIf(slot -> slot.pool().equals(now.id()));
                Optional.ofNullable(recounted.get(session)).ifPresent(changed::add);
                return changed;
            });
            occupancy = counted();
        }

        private void checkRecount(Pool before, Pool now, Map<UUID, Slot> recounted) {
            running.forEach((session, occupant) -> {
                Slot slot = recounted.get(session);
                assertThat(slot != null).as(told()).isEqualTo(governs(now, occupant.kind()));
                if (slot != null) {
                    List<PoolEntry> fitting = fitting(now, occupant);
                    assertThat(slot.entry().isPresent()).as(told()).isEqualTo(!fitting.isEmpty());
                    slot.entry()
                            .ifPresent(entry -> assertThat(fitting)
                                    .as(told())
                                    .contains(now.entries().get(entry)));
                    if (before.entries().equals(now.entries()) && before.enabled()) {
                        assertThat(held.get(session)).as(told()).contains(slot);
                    }
                }
            });
        }

        private List<Running> running(UUID pool) {
            return running.entrySet().stream()
                    .map(each -> new Running(
                            each.getKey(),
                            each.getValue(),
                            held.get(each.getKey()).stream()
                                    .filter(slot -> slot.pool().equals(pool))
                                    .findFirst()
                                    .flatMap(Slot::entry)))
                    .toList();
        }

        private Occupancy counted() {
            Occupancy counted = PoolFixture.occupancy(pools.toArray(Pool[]::new));
            held.values().forEach(counted::take);
            return random.nextBoolean() ? counted : counted.copy();
        }

        /** What is to be placed where, found by trying everything. */
        private Optional<Placed> expected(SlotRequest occupant) {
            List<Slot> slots = new ArrayList<>();
            int priority = 0;
            for (Pool pool : pools) {
                if (!governs(pool, occupant.kind())) {
                    continue;
                }
                if (used(pool) >= pool.size()) {
                    return Optional.empty();
                }
                if (pool.entries().isEmpty()) {
                    slots.add(new Slot(pool.id(), Optional.empty()));
                    continue;
                }
                Optional<PoolEntry> best = fitting(pool, occupant).stream()
                        .filter(entry -> entry.slots().isEmpty()
                                || used(pool, entry) < entry.slots().get())
                        .max(Comparator.comparingInt(entry -> entry.priority() * 10_000
                                + (entry.model().isPresent() ? 2000 : 0)
                                + (entry.provider().isPresent() ? 1000 : 0)
                                - entry.number()));
                if (best.isEmpty()) {
                    return Optional.empty();
                }
                slots.add(new Slot(pool.id(), Optional.of(best.get().number())));
                priority = Math.max(priority, best.get().priority());
            }
            return Optional.of(new Placed(slots, priority));
        }

        private long used(Pool pool) {
            return held.values().stream()
                    .flatMap(List::stream)
                    .filter(slot -> slot.pool().equals(pool.id()))
                    .count();
        }

        private long used(Pool pool, PoolEntry entry) {
            Slot slot = new Slot(pool.id(), Optional.of(entry.number()));
            return held.values().stream()
                    .flatMap(List::stream)
                    .filter(slot::equals)
                    .count();
        }

        private static boolean governs(Pool pool, AgentKind kind) {
            return pool.enabled()
                    && (pool.entries().isEmpty() || pool.entries().stream().anyMatch(entry -> isFor(entry, kind)));
        }

        private static List<PoolEntry> fitting(Pool pool, SlotRequest occupant) {
            return pool.entries().stream()
                    .filter(entry -> isFor(entry, occupant.kind())
                            && (entry.provider().isEmpty()
                                    || entry.provider().get().equals(occupant.provider()))
                            && (entry.model().isEmpty()
                                    || occupant.model().isPresent()
                                            && PoolFixture.told(
                                                            occupant.provider(),
                                                            entry.model().get())
                                                    .equalsIgnoreCase(
                                                            occupant.model().get())))
                    .toList();
        }

        private static boolean isFor(PoolEntry entry, AgentKind kind) {
            return entry.role() == kind.role()
                    && (entry.mode().isEmpty() || entry.mode().get() == kind.mode())
                    && (entry.focus().isEmpty() || entry.focus().equals(kind.focus()));
        }

        private Pool pool(UUID id, String name) {
            int size = 1 + random.nextInt(8);
            List<PoolEntry> entries = IntStream.range(0, random.nextInt(5))
                    .mapToObj(number -> entry(number, size))
                    .toList();
            return new Pool(id, name, size, random.nextInt(8) > 0, entries, Instant.EPOCH);
        }

        private PoolEntry entry(int number, int size) {
            SlotRequest like = occupant();
            Optional<String> provider = maybe(like.provider());
            return new PoolEntry(
                    number,
                    like.kind().role(),
                    maybe(like.kind().mode()),
                    like.kind().focus().flatMap(this::maybe),
                    random.nextInt(3) * 50,
                    maybe(1 + random.nextInt(size)),
                    provider,
                    provider.flatMap(_ -> maybe(MODELS.get(random.nextInt(MODELS.size())))));
        }

        private SlotRequest occupant() {
            Role role = random.nextInt(4) > 0 ? Role.WORKER : Role.STEWARD;
            Optional<String> focus =
                    role == Role.STEWARD ? Optional.of(random.nextBoolean() ? "merge" : "docs") : Optional.empty();
            return new SlotRequest(
                    new AgentKind(role, AgentMode.values()[random.nextInt(2)], focus),
                    PROVIDERS.get(random.nextInt(PROVIDERS.size())),
                    maybe(MODELS.get(random.nextInt(MODELS.size()))));
        }

        private <T> Optional<T> maybe(T value) {
            return random.nextBoolean() ? Optional.of(value) : Optional.empty();
        }

        private String told() {
            return "seed " + seed + ": ";
        }
    }
}
