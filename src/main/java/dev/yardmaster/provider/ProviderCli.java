package dev.yardmaster.provider;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The CLI of a provider on this machine, for commands that check it without the service. Implementations have a public constructor. */
public interface ProviderCli {
    /** Returns the CLIs of all providers that have a package of their own, by id. */
    static List<ProviderCli> all() {
        return ServiceLoader.load(ProviderCli.class, ProviderCli.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(cli -> cli.id().value()))
                .toList();
    }

    /** Returns the id of the provider, which is also the name of its default executable. */
    ProviderId id();

    /** Returns the program of the default executable if no other is configured. */
    String program();

    /** Returns the version that Yardmaster is tested with. */
    String testedVersion();

    /** Returns one sentence that explains how to install the CLI. */
    String installHint();

    /**
     * Checks whether an executable is installed and signed in, as {@link AgentProvider#probe} does.
     *
     * @param service the environment of the service
     * @param limit how long the question for the sign-in may take
     */
    Health probe(Executable executable, Map<String, String> service, Duration limit);
}
