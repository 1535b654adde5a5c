package dev.yardmaster.command;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.io.Console;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks before something is removed. */
final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");

    private Confirmation() {}

    /**
     * Throws {@link ClientException} if the user does not confirm the command, or can't be asked.
     *
     * @param things what the user named
     * @param server the address of the service
     */
    static void require(ApiCommand command, String things, URI server) {
        Console console = System.console();
        if (console == null) {
            throw new ClientException(Kind.USAGE, "This command removes something. Repeat it with --yes.");
        }
        String answer = console.readLine("%s It is %s at %s. Continue? [y/N] ", command.summary(), things, server);
        if (!isYes(answer)) {
            throw new ClientException(Kind.REFUSED, "Nothing was changed.");
        }
    }

    private static boolean isYes(@Nullable String answer) {
        return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
