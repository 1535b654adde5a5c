package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccupancyTest {
    @Test
    void shouldFillTheSlotsOfEachProviderButNotMore() {
        // Given
        Pool pool = PoolFixture.pool(
                "yard", 6, "worker:ephemeral:100:3:claude-code:sonnet", "worker:ephemeral:80:3:opencode");
        Occupancy occupancy = PoolFixture.occupancy(pool);

        // When
        int first = fill(occupancy, PoolFixture.worker("claude-code", "sonnet"));
        int second = fill(occupancy, PoolFixture.worker("opencode", "x/y"));

        // Then
        assertThat(List.of(first, second)).containsExactly(3, 3);
        assertThat(occupancy.used(pool.id())).isEqualTo(6);
        assertThat(occupancy.used(pool.id(), 0)).isEqualTo(3);
    }

    @Test
    void shouldLimitAPoolWithoutEntriesOnlyByItsSize() {
        // Given
        Pool pool = PoolFixture.pool("yard", 2);
        Occupancy occupancy = PoolFixture.occupancy(pool);

        // When
        fill(occupancy, PoolFixture.worker("codex"));

        // Then
        assertThat(occupancy.used(pool.id())).isEqualTo(2);
        assertThat(occupancy.place(PoolFixture.steward("merge")))
                .isEqualTo(new Full("The pool 'yard' is full: 2 of 2 slots are used."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            worker:ephemeral:0:3:codex    | The pool 'yard' has no free slot for codex/gpt-5.4: 3 of 3 are used.
            worker::0:4                   | The pool 'yard' is full: 4 of 4 slots are used.
            worker:persistent,worker::::x | No entry of the pool 'yard' matches codex/gpt-5.4 (ephemeral worker).
            """)
    void shouldExplainWhichPoolOrEntryIsFull(String entries, String reason) {
        // Given
        Occupancy occupancy = PoolFixture.occupancy(PoolFixture.pool("yard", 4, entries.split(",")));
        SlotRequest worker = PoolFixture.worker("codex", "gpt-5.4");
        fill(occupancy, worker);

        // When
        Placement placement = occupancy.place(worker);

        // Then
        assertThat(placement).isEqualTo(new Full(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            worker:::1:codex:opus            | codex       | gpt-5.4 | true
            worker:::1:codex:GPT-5.4         | codex       | gpt-5.4 | true
            worker:::1:codex:gpt-5.4         | codex       | GPT-5.4 | true
            worker:::1:codex:gpt             | codex       | gpt-5.4 | false
            worker:::1:claude-code:opus      | codex       | gpt-5.4 | false
            worker:::1:claude-code:opus      | claude-code | opus    | true
            worker:::1:codex:opus            | codex       |         | false
            worker:::1:codex                 | codex       |         | true
            """)
    void shouldCompareTheResolvedNamesOfModels(String entry, String provider, String model, boolean matches) {
        // Given
        Occupancy occupancy = PoolFixture.occupancy(PoolFixture.pool("yard", 1, entry));

        // When
        Placement placement =
                occupancy.place(new SlotRequest(PoolFixture.WORKER, provider, Optional.ofNullable(model)));

        // Then
        assertThat(placement).isInstanceOf(matches ? Placed.class : Full.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            worker::10:1,worker::20:1                                  | 1,0
            worker:::1,worker:::1:codex,worker:::1:codex:opus          | 2,1,0
            worker:::1,worker:::2                                      | 0,1,1
            worker::5:1:codex:opus,worker:::1:codex:opus,worker::50    | 2,2,2
            worker::5:1,worker::5:1:codex,worker::9:1                  | 2,1,0
            """)
    void shouldFillEntriesByPriorityThenSpecificityThenPosition(String entries, String order) {
        // Given
        Pool pool = PoolFixture.pool("yard", order.split(",").length, entries.split(","));
        Occupancy occupancy = PoolFixture.occupancy(pool);
        SlotRequest worker = PoolFixture.worker("codex", "gpt-5.4");

        // When
        List<String> filled = new ArrayList<>();
        while (occupancy.place(worker) instanceof Placed placed) {
            filled.add(placed.slots().getFirst().entry().orElseThrow().toString());
            occupancy.take(placed.slots());
        }

        // Then
        assertThat(String.join(",", filled)).isEqualTo(order);
    }

    @Test
    void shouldNeedASlotInEveryPoolThatAppliesToAnAgent() {
        // Given
        Pool all = PoolFixture.pool("all", 5);
        Pool workers = PoolFixture.pool("workers", 3, "worker::7", "director::900");
        Pool stewards = PoolFixture.pool("stewards", 1, "steward");
        Pool narrow = PoolFixture.pool("narrow", 9, "worker::3:1:codex", "worker::2");
        Occupancy occupancy = PoolFixture.occupancy(all, workers, stewards, narrow);

        // When
        Placement placement = occupancy.place(PoolFixture.worker("codex"));

        // Then
        assertThat(placement)
                .isEqualTo(new Placed(
                        List.of(
                                new Slot(all.id(), Optional.empty()),
                                new Slot(workers.id(), Optional.of(0)),
                                new Slot(narrow.id(), Optional.of(0))),
                        7));
    }

    @Test
    void shouldRefuseASessionWhenOneOfItsPoolsIsFull() {
        // Given
        Occupancy occupancy = PoolFixture.occupancy(PoolFixture.pool("all", 5), PoolFixture.pool("few", 1, "worker"));
        fill(occupancy, PoolFixture.worker("codex"));

        // When
        List<Placement> placements = List.of(
                occupancy.place(PoolFixture.worker("claude-code")), occupancy.place(PoolFixture.steward("merge")));

        // Then
        assertThat(placements.getFirst()).isEqualTo(new Full("The pool 'few' is full: 1 of 1 slots are used."));
        assertThat(placements.getLast()).isInstanceOf(Placed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            worker            | worker   | ephemeral  |       | true
            worker            | director | ephemeral  |       | false
            worker:persistent | worker   | ephemeral  |       | false
            worker:persistent | worker   | persistent |       | true
            steward           | steward  | ephemeral  | merge | true
            steward:merge     | steward  | persistent | merge | true
            steward:merge     | steward  | persistent | docs  | false
            steward:merge     | steward  | persistent |       | false
            """)
    void shouldApplyToTheAgentsThatItsEntriesName(
            String entry, String role, String mode, String focus, boolean applies) {
        // Given
        var kind = new AgentKind(Role.of(role), AgentMode.of(mode), Optional.ofNullable(focus));
        Pool pool = PoolFixture.pool("yard", 1, entry);
        Pool disabled = new Pool(pool.id(), pool.name(), 1, false, pool.entries(), Instant.EPOCH);

        // When
        List<Boolean> results = List.of(pool.appliesTo(kind), disabled.appliesTo(kind));

        // Then
        assertThat(results).containsExactly(applies, false);
    }

    @Test
    void shouldNeedNoSlotsWithoutPools() {
        // When
        Placement placement = PoolFixture.occupancy().place(PoolFixture.worker("codex"));

        // Then
        assertThat(placement).isEqualTo(new Placed(List.of(), 0));
    }

    @Test
    void shouldReleaseSlotsInTheCopyOnly() {
        // Given
        Pool pool = PoolFixture.pool("yard", 1, "worker");
        Occupancy occupancy = PoolFixture.occupancy(pool);
        fill(occupancy, PoolFixture.worker("codex"));
        Occupancy copy = occupancy.copy();

        // When
        copy.release(List.of(new Slot(pool.id(), Optional.of(0))));

        // Then
        assertThat(copy.place(PoolFixture.worker("codex"))).isInstanceOf(Placed.class);
        assertThat(occupancy.place(PoolFixture.worker("codex"))).isInstanceOf(Full.class);
    }

    @Test
    void shouldRefuseToReleaseASlotThatIsNotInUse() {
        // Given
        Pool pool = PoolFixture.pool("yard", 2, "worker", "steward");
        Occupancy occupancy = PoolFixture.occupancy(pool);
        occupancy.take(List.of(new Slot(pool.id(), Optional.of(0))));

        // When
        var refused = assertThatThrownBy(() -> occupancy.release(List.of(new Slot(pool.id(), Optional.of(1)))));

        // Then
        refused.isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldPlaceNoSessionInAPoolAboveItsSize() {
        // Given
        Pool pool = PoolFixture.pool("yard", 2, "worker:::1");
        Occupancy occupancy = PoolFixture.occupancy(pool);
        Slot slot = new Slot(pool.id(), Optional.of(0));
        occupancy.take(List.of(slot, slot, new Slot(pool.id(), Optional.empty())));

        // When
        Placement before = occupancy.place(PoolFixture.worker("codex"));
        occupancy.release(List.of(slot, slot));

        // Then
        assertThat(before).isEqualTo(new Full("The pool 'yard' is full: 3 of 2 slots are used."));
        assertThat(occupancy.place(PoolFixture.worker("codex"))).isInstanceOf(Placed.class);
    }

    @Test
    void shouldIgnoreSlotsOfRemovedPools() {
        // Given
        Occupancy occupancy = PoolFixture.occupancy();
        List<Slot> slots = List.of(new Slot(UUID.randomUUID(), Optional.of(0)));

        // When
        occupancy.take(slots);
        occupancy.release(slots);

        // Then
        assertThat(occupancy.used(slots.getFirst().pool())).isZero();
    }

    private static int fill(Occupancy occupancy, SlotRequest request) {
        int count = 0;
        while (count < 100
                && occupancy.place(request) instanceof Placed placed
                && !placed.slots().isEmpty()) {
            occupancy.take(placed.slots());
            count++;
        }
        return count;
    }
}
