package dev.yardmaster.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agents, providers and topics of a demo.
 *
 * @param first the topics of the tasks that start at once, one for each worker
 * @param then the topics of the tasks that start when the first ones are merged
 * @param hasProject whether the work happens in a git repository, so that it is merged
 * @param pace how long a simulated agent takes for a word
 */
record DemoCast(
        List<Provider> providers,
        List<Agent> agents,
        List<String> first,
        List<String> then,
        boolean hasProject,
        Duration pace) {
    /** The name of the director. */
    static final String DIRECTOR = "ada";

    /** The name of the plan that the director makes. */
    static final String PLAN = "opening-day";

    private static final String TITLE = "Haiku: ";
    private static final int UNLIMITED = 1_000_000;
    private static final Duration FIVE_HOURS = Duration.ofHours(5);
    private static final Duration A_MOMENT = Duration.ofSeconds(6);

    /**
     * A simulated provider; its default executable has the same name.
     *
     * @param allowance how many turns its account allows before its limit
     * @param reset how long the account then refuses work
     */
    record Provider(String name, int allowance, Duration reset) {}

    /** An agent and the executables that its work moves to, in order, when its own provider is limited. */
    record Agent(String name, String role, String provider, List<String> fallbackChain) {
        /** All executables, the agent's own first. */
        String route() {
            return provider + (fallbackChain.isEmpty() ? "" : " \u2192 ") + String.join(" \u2192 ", fallbackChain);
        }
    }

    /**
     * The whole story. North reaches its limit in its first turn, so the task of grace moves to South. Linus asks the director a question. Each
     * of the later tasks meets a limit too; then every executable of the workers is limited, and work continues when the first one is reset.
     */
    static DemoCast full() {
        return new DemoCast(
                List.of(
                        new Provider("west", UNLIMITED, Duration.ZERO),
                        new Provider("north", 0, FIVE_HOURS),
                        new Provider("south", 3, A_MOMENT),
                        new Provider("east", 1, A_MOMENT)),
                List.of(
                        new Agent(DIRECTOR, "director", "west", List.of()),
                        new Agent("grace", "worker", "north", List.of("south")),
                        new Agent("linus", "worker", "south", List.of("north")),
                        new Agent("tim", "worker", "east", List.of("north"))),
                List.of("tracks", "signals", "timetable"),
                List.of("whistle", "departure"),
                true,
                Duration.ofMillis(50));
    }

    /** One task without a limit or a pause: the build runs it to train the AOT cache of the JVM. It needs no git. */
    static DemoCast training() {
        return new DemoCast(
                List.of(new Provider("north", UNLIMITED, Duration.ZERO)),
                List.of(
                        new Agent(DIRECTOR, "director", "north", List.of()),
                        new Agent("grace", "worker", "north", List.of())),
                List.of("tracks"),
                List.of(),
                false,
                Duration.ZERO);
    }

    /** The title of the task for a topic. */
    static String title(String topic) {
        return TITLE + topic;
    }

    /** The topic of a task with a title. */
    static String topic(String title) {
        return title.startsWith(TITLE) ? title.substring(TITLE.length()) : title;
    }

    /** What a person asks the director for. */
    String request() {
        return "Please have a haiku written about each of these.\nFirst: " + String.join(", ", first)
                + (then.isEmpty() ? "" : "\nThen: " + String.join(", ", then));
    }

    int taskCount() {
        return first.size() + then.size();
    }

    /** Whether a limit, a hop to the next executable and a pause belong to the story. */
    boolean hasLimits() {
        return providers.stream().anyMatch(provider -> provider.allowance() < UNLIMITED);
    }

    /**
     * The configuration of the simulated providers: declared providers whose CLI is this program.
     *
     * @param accounts a directory for the accounts
     */
    Map<String, String> configuration(Path accounts) {
        Map<String, String> properties = new HashMap<>();
        // The simulated CLI has no version to check.
        properties.put("yardmaster.health.every", "off");
        // The environment of the user may set these; they would move all agents to another provider.
        properties.put("yardmaster.agent-provider-override", "");
        properties.put("yardmaster.agent-runtime-override", "");
        List<String> self = SelfCommand.get();
        for (Provider provider : providers) {
            String declared = "yardmaster.providers." + provider.name() + ".";
            properties.put(declared + "dialect", "claude-stream-json");
            properties.put(declared + "runtime", provider.name());
            properties.put(declared + "command", self.getFirst());
            String executable = "yardmaster.executables." + provider.name() + ".";
            properties.put(executable + "path", self.getFirst());
            List<String> arguments = arguments(provider, accounts);
            for (int i = 0; i < self.size() - 1 + arguments.size(); i++) {
                String argument = i < self.size() - 1 ? self.get(i + 1) : arguments.get(i - self.size() + 1);
                properties.put(executable + "arguments[" + i + "]", argument);
            }
        }
        return properties;
    }

    private List<String> arguments(Provider provider, Path accounts) {
        return List.of(
                "demo-agent",
                "--account=" + accounts.resolve(provider.name()),
                "--allowance=" + provider.allowance(),
                "--reset=" + provider.reset().toSeconds(),
                "--pace=" + pace.toMillis());
    }
}
