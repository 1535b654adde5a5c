package dev.yardmaster.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agents, providers and tasks of a demo.
 *
 * @param first tasks that start at once
 * @param then tasks that start when all of the first are done
 * @param pace how long a simulated agent takes for a word
 */
record DemoCast(List<Provider> providers, List<Agent> agents, List<Task> first, List<Task> then, Duration pace) {
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
    record Agent(String name, String provider, List<String> fallbackChain) {
        /** All executables, the agent's own first. */
        String route() {
            return provider + (fallbackChain.isEmpty() ? "" : " \u2192 ") + String.join(" \u2192 ", fallbackChain);
        }
    }

    /** A task that one agent gets: a haiku about a topic. */
    record Task(String topic, String agent) {
        String prompt() {
            return "Write a haiku about the " + topic + " into " + topic + ".txt.";
        }
    }

    /**
     * The whole story. North reaches its limit in its first turn, so ada's task moves to South. Each of the later tasks meets a limit too;
     * then every executable is limited, and work continues when the first of them is reset.
     */
    static DemoCast full() {
        return new DemoCast(
                List.of(
                        new Provider("north", 0, FIVE_HOURS),
                        new Provider("south", 2, A_MOMENT),
                        new Provider("east", 1, A_MOMENT)),
                List.of(
                        new Agent("ada", "north", List.of("south")),
                        new Agent("grace", "south", List.of("north")),
                        new Agent("linus", "east", List.of("north"))),
                List.of(new Task("tracks", "ada"), new Task("signals", "grace"), new Task("timetable", "linus")),
                List.of(new Task("whistle", "grace"), new Task("departure", "linus")),
                Duration.ofMillis(70));
    }

    /** One task without a limit or a pause: the build runs it to train the AOT cache of the JVM. */
    static DemoCast training() {
        return new DemoCast(
                List.of(new Provider("north", UNLIMITED, Duration.ZERO)),
                List.of(new Agent("ada", "north", List.of())),
                List.of(new Task("tracks", "ada")),
                List.of(),
                Duration.ZERO);
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
