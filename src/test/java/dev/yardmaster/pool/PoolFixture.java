package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Short ways to write pools and slot requests in tests. */
final class PoolFixture {
    static final AgentKind WORKER = new AgentKind(Role.WORKER, AgentMode.EPHEMERAL, Optional.empty());

    private PoolFixture() {}

    static Pool pool(String name, int size, String... entries) {
        return new Pool(UUID.randomUUID(), name, size, true, entries(entries), Instant.EPOCH);
    }

    static List<PoolEntry> entries(String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(number -> entry(number, PoolEntryParser.parse(texts[number])))
                .toList();
    }

    static SlotRequest worker(String provider, String model) {
        return new SlotRequest(WORKER, provider, Optional.of(model));
    }

    static SlotRequest worker(String provider) {
        return new SlotRequest(WORKER, provider, Optional.empty());
    }

    static SlotRequest steward(String focus) {
        return new SlotRequest(
                new AgentKind(Role.STEWARD, AgentMode.PERSISTENT, Optional.of(focus)), "codex", Optional.empty());
    }

    static Occupancy occupancy(Pool... pools) {
        return Occupancy.of(List.of(pools), PoolFixture::resolve);
    }

    /** Codex has its own name for the alias {@code opus}. */
    static String resolve(String provider, String model) {
        return provider.equals("codex") && model.equals("opus") ? "gpt-5.4" : model;
    }

    private static PoolEntry entry(int number, EntrySpec spec) {
        return new PoolEntry(
                number,
                spec.role(),
                spec.mode(),
                spec.focus(),
                spec.priority().orElse(0),
                spec.slots(),
                spec.provider(),
                spec.model());
    }
}
