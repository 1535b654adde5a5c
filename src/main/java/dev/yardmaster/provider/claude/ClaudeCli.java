package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.ProviderCli;
import dev.yardmaster.provider.ProviderId;
import java.time.Duration;
import java.util.Map;

/** Claude Code on this machine. */
public final class ClaudeCli implements ProviderCli {
    @Override
    public ProviderId id() {
        return ClaudeCodeProvider.ID;
    }

    @Override
    public String program() {
        return ClaudeCodeProvider.PROGRAM;
    }

    @Override
    public String testedVersion() {
        return "2.1.332";
    }

    @Override
    public String installHint() {
        return ClaudeCodeProvider.INSTALL_HINT;
    }

    @Override
    public Health probe(Executable executable, Map<String, String> service, Duration limit) {
        return new ClaudeCodeProvider(service).probe(executable, limit);
    }
}
