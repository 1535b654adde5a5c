package dev.yardmaster.provider;

import java.util.List;

/** A CDI bean that contributes providers without a package of their own, such as those that users declare by configuration. */
public interface ProviderSource {
    /**
     * Returns the providers of this source, sorted by id.
     *
     * @param packaged the providers that have a package of their own; a contributed provider may build on one of them
     * @throws dev.yardmaster.problem.YardmasterException with {@code INVALID_CONFIGURATION} if a declaration is invalid
     */
    List<AgentProvider> providers(List<AgentProvider> packaged);
}
