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
 * Starts and ends random sessions and changes their pools. Each step is compared with a simple model that stores only the slots of the
 * running sessions and counts them again each time.
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
    void shouldAgreeWithTheModelAndNeverExceedALimit(long first) {
        for (long seed = first; seed < first + SEEDS_AT_ONCE; seed++) {
            // Given
            var model = new SlotModel(seed);

            // When
            for (int step = 0; step < STEPS; step++) {
                model.step();
            }

            // Then
            assertThat(model.placements).as("seed %s", seed).isPositive();
        }
    }

    /** The running sessions and their slots. */
    private static final class SlotModel {
        private final long seed;
        private final Random random;
        private final List<Pool> pools = new ArrayList<>();
        private final Map<UUID, SlotRequest> running = new LinkedHashMap<>();
        private final Map<UUID, List<Slot>> held = new LinkedHashMap<>();
        private Occupancy occupancy;
        private int placements;

        SlotModel(long seed) {
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
                assertThat(occupancy.used(pool.id())).as(description()).isEqualTo(used(pool));
                pool.entries()
                        .forEach(entry -> assertThat(occupancy.used(pool.id(), entry.number()))
                                .as(description())
                                .isEqualTo(used(pool, entry)));
            });
        }

        private void start() {
            SlotRequest request = request();
            switch (occupancy.place(request)) {
                case Placed placed -> {
                    assertThat(placed)
                            .as(description())
                            .isEqualTo(expected(request).orElseThrow());
                    UUID session = UUID.randomUUID();
                    running.put(session, request);
                    held.put(session, placed.slots());
                    occupancy.take(placed.slots());
                    placements++;
                }
                case Full full -> {
                    assertThat(expected(request)).as(description() + full).isEmpty();
                    placements++;
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

        /** Like in the database: all running sessions get their slots again. */
        private void change() {
            if (pools.isEmpty()) {
                return;
            }
            int index = random.nextInt(pools.size());
            Pool before = pools.get(index);
            Pool after = pool(before.id(), before.name());
            pools.set(index, after);
            Map<UUID, Slot> reassigned = SlotReassignment.of(
                    after.resolved(PoolFixture::resolve),
                    SlotReassignment.renumbered(before.entries(), after.entries()),
                    running(before.id()));
            checkReassigned(before, after, reassigned);
            held.replaceAll((session, slots) -> {
                List<Slot> changed = new ArrayList<>(slots);
                changed.removeIf(slot -> slot.pool().equals(after.id()));
                Optional.ofNullable(reassigned.get(session)).ifPresent(changed::add);
                return changed;
            });
            occupancy = counted();
        }

        private void checkReassigned(Pool before, Pool after, Map<UUID, Slot> reassigned) {
            running.forEach((session, request) -> {
                Slot slot = reassigned.get(session);
                assertThat(slot != null).as(description()).isEqualTo(appliesTo(after, request.kind()));
                if (slot != null) {
                    List<PoolEntry> matching = matching(after, request);
                    assertThat(slot.entry().isPresent()).as(description()).isEqualTo(!matching.isEmpty());
                    slot.entry()
                            .ifPresent(entry -> assertThat(matching)
                                    .as(description())
                                    .contains(after.entries().get(entry)));
                    if (before.entries().equals(after.entries()) && before.enabled()) {
                        assertThat(held.get(session)).as(description()).contains(slot);
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

        /** The expected placement, found by checking every entry of every pool. */
        private Optional<Placed> expected(SlotRequest request) {
            List<Slot> slots = new ArrayList<>();
            int priority = 0;
            for (Pool pool : pools) {
                if (!appliesTo(pool, request.kind())) {
                    continue;
                }
                if (used(pool) >= pool.size()) {
                    return Optional.empty();
                }
                if (pool.entries().isEmpty()) {
                    slots.add(new Slot(pool.id(), Optional.empty()));
                    continue;
                }
                Optional<PoolEntry> best = matching(pool, request).stream()
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

        private static boolean appliesTo(Pool pool, AgentKind kind) {
            return pool.enabled()
                    && (pool.entries().isEmpty() || pool.entries().stream().anyMatch(entry -> appliesTo(entry, kind)));
        }

        private static List<PoolEntry> matching(Pool pool, SlotRequest request) {
            return pool.entries().stream()
                    .filter(entry -> appliesTo(entry, request.kind())
                            && (entry.provider().isEmpty()
                                    || entry.provider().get().equals(request.provider()))
                            && (entry.model().isEmpty()
                                    || request.model().isPresent()
                                            && PoolFixture.resolve(
                                                            request.provider(),
                                                            entry.model().get())
                                                    .equalsIgnoreCase(
                                                            request.model().get())))
                    .toList();
        }

        private static boolean appliesTo(PoolEntry entry, AgentKind kind) {
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
            SlotRequest like = request();
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

        private SlotRequest request() {
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

        private String description() {
            return "seed " + seed + ": ";
        }
    }
}
