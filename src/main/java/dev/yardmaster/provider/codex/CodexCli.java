package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.ProviderCli;
import dev.yardmaster.provider.ProviderId;
import java.time.Duration;
import java.util.Map;

/** Codex on this machine. */
public final class CodexCli implements ProviderCli {
    @Override
    public ProviderId id() {
        return CodexProvider.ID;
    }

    @Override
    public String program() {
        return CodexProvider.PROGRAM;
    }

    @Override
    public String testedVersion() {
        return "0.169.0";
    }

    @Override
    public String installHint() {
        return CodexProvider.INSTALL_HINT;
    }

    @Override
    public Health probe(Executable executable, Map<String, String> service, Duration limit) {
        return CodexProvider.probeOf(executable, CodexEnvironment.of(service), limit)
                .health(installHint());
    }
}
