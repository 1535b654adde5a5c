package dev.yardmaster.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.yardmaster.agent.AgentContext;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.Permissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up random crews, what they could be asked for, and pools. */
final class FleetCrew {
    private static final List<String> TAGS = List.of("gpu", "java", "web");

    private final Fleet fleet;
    private final RandomGenerator random;
    private final List<FleetAgent> agents = new ArrayList<>();
    private final List<Project> projects = new ArrayList<>();

    FleetCrew(Fleet fleet, RandomGenerator random) {
        this.fleet = fleet;
        this.random = random;
        IntStream.range(0, random.nextInt(3)).forEach(this::project);
        int sorts = random.nextInt(1, 6);
        int most = (random.nextInt(25) == 0 ? 500 : 25) / sorts;
        IntStream.range(0, sorts).forEach(sort -> sort(sort, random.nextInt(1, 1 + most)));
    }

    static List<String> chain(RandomGenerator random) {
        List<String> names = new ArrayList<>(FleetCatalogue.EXECUTABLES);
        names.add("gone");
        Collections.shuffle(names, new Random(random.nextLong()));
        return names.subList(0, random.nextInt(names.size()));
    }

    List<FleetAgent> agents() {
        return agents;
    }

    FleetAgent anyAgent() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** What at least one agent may have. */
    TaskQueue anyLane() {
        FleetAgent agent = anyAgent();
        boolean only = agent.profile.kind().mode() == AgentMode.PERSISTENT || random.nextInt(12) == 0;
        agent.reserved |= only;
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
        return fleet.lane(new TaskQueue(
                0,
                agent.profile.kind().role(),
                only ? Optional.of(agent.profile.id()) : Optional.empty(),
                project,
                requires));
    }

    Pool pool(UUID id, String name) {
        int size = 1 + (int) Math.exp(random.nextDouble(Math.log(3.0 + agents.size())));
        List<PoolEntry> entries = IntStream.range(0, random.nextInt(4))
                .mapToObj(number -> entry(number, size))
                .toList();
        return new Pool(id, name, size, random.nextInt(6) > 0, entries, fleet.now);
    }

    /** The same pool, with room for everybody, if only one after the other. */
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
        AgentKind kind = anyAgent().profile.kind();
        Optional<String> provider =
                maybe(FleetCatalogue.PROVIDERS.get(random.nextInt(FleetCatalogue.PROVIDERS.size())));
        return new PoolEntry(
                number,
                kind.role(),
                maybe(kind.mode()),
                kind.focus().flatMap(this::maybe),
                random.nextInt(3) * 50,
                maybe(1 + random.nextInt(size)),
                provider,
                provider.flatMap(_ -> maybe(anyModel())));
    }

    private void project(int number) {
        var project = new Project(
                fleet.nextId(),
                "project-" + number,
                "/work",
                "main",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                chain(random),
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty(),
                fleet.now);
        projects.add(project);
        fleet.projects.put(project.id(), project);
    }

    private void sort(int sort, int size) {
        Role role = Role.values()[random.nextInt(Role.values().length)];
        var kind = new AgentKind(
                role,
                random.nextInt(6) == 0 ? AgentMode.PERSISTENT : AgentMode.EPHEMERAL,
                role == Role.STEWARD ? Optional.of("merge") : Optional.empty());
        Set<String> tags = TAGS.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
        String executable = FleetCatalogue.EXECUTABLES.get(random.nextInt(FleetCatalogue.EXECUTABLES.size()));
        Optional<String> named = maybe(executable);
        Optional<String> provider = named.isEmpty() ? maybe(FleetCatalogue.providerOf(executable)) : Optional.empty();
        Optional<String> model = maybe(anyModel());
        boolean fallback = random.nextInt(5) > 0;
        List<String> chain = random.nextBoolean() ? chain(random) : List.of();
        Optional<UUID> project = projects.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(projects.getFirst().id());
        for (int i = 0; i < size; i++) {
            var profile = new AgentProfile(
                    fleet.nextId(),
                    "agent-" + sort + "-" + i,
                    kind,
                    provider,
                    model,
                    named,
                    Optional.empty(),
                    fallback,
                    chain,
                    new AgentContext(project, Permissions.FULL, List.of(), Optional.empty()));
            var agent = new FleetAgent(profile, tags, random.nextInt(1, 4), sort);
            agents.add(agent);
            fleet.agents.put(profile.id(), agent);
        }
    }

    private String anyModel() {
        return FleetCatalogue.MODEL_NAMES.get(random.nextInt(FleetCatalogue.MODEL_NAMES.size()));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
