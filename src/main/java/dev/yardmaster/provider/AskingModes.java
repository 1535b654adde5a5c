package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which providers can ask the service before an agent uses a tool, in which modes and with which permissions. */
public final class AskingModes {
    private AskingModes() {}

    /**
     * Checks that a CLI can ask. Throws {@code invalid_request} with the modes and permissions in which it can.
     *
     * @param restricted whether rules require it, and not only the permissions
     */
    public static void require(AgentProvider provider, LaunchMode mode, Permissions permissions, boolean restricted) {
        if (provider.capabilities().canBeJudged(mode, permissions)) {
            return;
        }
        String why = permissions == Permissions.ASK
                ? "The permissions 'ask' need a CLI that asks"
                : restricted ? "The permission rules of this agent or its project need a CLI that asks" : "";
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                why + " before it uses a tool. " + provider.displayName() + " can't do that in " + mode.value()
                        + " mode with the permissions '" + permissions.value() + "'. "
                        + remedy(provider.capabilities().judged()));
    }

    private static String remedy(Map<LaunchMode, Set<Permissions>> judged) {
        if (judged.isEmpty()) {
            return "It can't do it in any mode: use another provider.";
        }
        return "It can in "
                + judged.entrySet().stream()
                        .map(entry -> entry.getKey().value() + " mode with "
                                + entry.getValue().stream()
                                        .sorted()
                                        .map(Permissions::value)
                                        .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining(", or in "))
                + ".";
    }
}
