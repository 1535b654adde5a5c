package dev.yardmaster.provider;

import java.util.List;

/** Contributes providers that have no package of their own, such as those that users declare by configuration. A CDI bean. */
public interface ProviderSource {
    /**
     * The providers of this source, ordered by id.
     *
     * @param packaged the providers that have a package of their own; a contributed provider may build on one of them
     * @throws dev.yardmaster.problem.YardmasterException with {@code INVALID_CONFIGURATION} if one is declared wrongly
     */
    List<AgentProvider> providers(List<AgentProvider> packaged);
}
