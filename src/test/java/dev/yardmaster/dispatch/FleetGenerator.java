package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentContext;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.TestProjects;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates the agents, projects, queues and pools of a simulated fleet at random. */
final class FleetGenerator {
    private static final List<String> TAGS = List.of("gpu", "java", "web");

    private final Fleet fleet;
    private final RandomGenerator random;
    private final List<FleetAgent> agents = new ArrayList<>();
    private final List<Project> projects = new ArrayList<>();

    FleetGenerator(Fleet fleet, RandomGenerator random) {
        this.fleet = fleet;
        this.random = random;
        IntStream.range(0, random.nextInt(3)).forEach(this::addProject);
        int groups = random.nextInt(1, 6);
        int maxSize = (random.nextInt(25) == 0 ? 500 : 25) / groups;
        IntStream.range(0, groups).forEach(group -> addAgents(group, random.nextInt(1, 1 + maxSize)));
    }

    /** A fallback chain; it may name an executable that does not exist. */
    static List<String> chain(RandomGenerator random) {
        List<String> names = new ArrayList<>(ProviderCatalogue.EXECUTABLES);
        names.add("gone");
        Collections.shuffle(names, new Random(random.nextLong()));
        return names.subList(0, random.nextInt(names.size()));
    }

    List<FleetAgent> agents() {
        return agents;
    }

    FleetAgent randomAgent() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** A queue that at least one agent is eligible for. */
    TaskQueue randomQueue() {
        FleetAgent agent = randomAgent();
        boolean reserved = agent.profile.kind().mode() == AgentMode.PERSISTENT || random.nextInt(12) == 0;
        agent.reserved |= reserved;
        Set<String> requires =
                agent.tags.stream().filter(_ -> random.nextInt(4) == 0).collect(Collectors.toSet());
        Optional<UUID> project = agent.profile
                .context()
                .project()
                .or(() -> projects.isEmpty() || random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(
                                projects.get(random.nextInt(projects.size())).id()))
                .filter(_ -> random.nextBoolean());
        return fleet.queue(new TaskQueue(
                0,
                agent.profile.kind().role(),
                reserved ? Optional.of(agent.profile.id()) : Optional.empty(),
                project,
                requires,
                Choice.NONE));
    }

    /** A pool with random entries. */
    Pool pool(UUID id, String name) {
        int size = 1 + (int) Math.exp(random.nextDouble(Math.log(3.0 + agents.size())));
        List<PoolEntry> entries = IntStream.range(0, random.nextInt(4))
                .mapToObj(number -> entry(number, size))
                .toList();
        return new Pool(id, name, size, random.nextInt(6) > 0, entries, fleet.now);
    }

    /** The same pool with an entry for each role, so that no task waits for a slot for ever. */
    static Pool opened(Pool pool) {
        List<PoolEntry> entries = new ArrayList<>(pool.entries());
        if (!entries.isEmpty()) {
            for (Role role : Role.values()) {
                entries.add(new PoolEntry(
                        entries.size(),
                        role,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
            }
        }
        return new Pool(pool.id(), pool.name(), pool.size(), pool.enabled(), entries, pool.createdAt());
    }

    private PoolEntry entry(int number, int size) {
        AgentKind kind = randomAgent().profile.kind();
        Optional<String> provider =
                maybe(ProviderCatalogue.PROVIDERS.get(random.nextInt(ProviderCatalogue.PROVIDERS.size())));
        return new PoolEntry(
                number,
                kind.role(),
                maybe(kind.mode()),
                kind.focus().flatMap(this::maybe),
                random.nextInt(3) * 50,
                maybe(1 + random.nextInt(size)),
                provider,
                provider.flatMap(_ -> maybe(randomModel())));
    }

    private void addProject(int number) {
        var project = TestProjects.of(fleet.nextId(), "project-" + number, "/work", chain(random));
        projects.add(project);
        fleet.projects.put(project.id(), project);
    }

    /** Adds agents that differ only in their names and their capacity. */
    private void addAgents(int group, int size) {
        Role role = Role.values()[random.nextInt(Role.values().length)];
        var kind = new AgentKind(
                role,
                random.nextInt(6) == 0 ? AgentMode.PERSISTENT : AgentMode.EPHEMERAL,
                role == Role.STEWARD ? Optional.of("merge") : Optional.empty());
        Set<String> tags = TAGS.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
        String executable = ProviderCatalogue.EXECUTABLES.get(random.nextInt(ProviderCatalogue.EXECUTABLES.size()));
        Optional<String> named = maybe(executable);
        Optional<String> provider =
                named.isEmpty() ? maybe(ProviderCatalogue.providerOf(executable)) : Optional.empty();
        Optional<String> model = maybe(randomModel());
        boolean fallback = random.nextInt(5) > 0;
        List<String> chain = random.nextBoolean() ? chain(random) : List.of();
        Optional<UUID> project = projects.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(projects.getFirst().id());
        for (int i = 0; i < size; i++) {
            var profile = new AgentProfile(
                    fleet.nextId(),
                    "agent-" + group + "-" + i,
                    kind,
                    provider,
                    model,
                    named,
                    Optional.empty(),
                    fallback,
                    chain,
                    new AgentContext(project, Permissions.FULL, List.of(), Optional.empty()));
            var agent = new FleetAgent(profile, tags, random.nextInt(1, 4), group);
            agents.add(agent);
            fleet.agents.put(profile.id(), agent);
        }
    }

    private String randomModel() {
        return ProviderCatalogue.MODEL_NAMES.get(random.nextInt(ProviderCatalogue.MODEL_NAMES.size()));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
