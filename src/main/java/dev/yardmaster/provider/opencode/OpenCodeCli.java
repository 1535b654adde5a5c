package dev.yardmaster.provider.opencode;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.ProviderCli;
import dev.yardmaster.provider.ProviderId;
import java.time.Duration;
import java.util.Map;

/** OpenCode on this machine. */
public final class OpenCodeCli implements ProviderCli {
    @Override
    public ProviderId id() {
        return OpenCodeProvider.ID;
    }

    @Override
    public String program() {
        return OpenCodeProvider.PROGRAM;
    }

    @Override
    public String testedVersion() {
        return "1.18.33";
    }

    @Override
    public String installHint() {
        return OpenCodeProvider.INSTALL_HINT;
    }

    @Override
    public Health probe(Executable executable, Map<String, String> service, Duration limit) {
        return OpenCodeProvider.probeOf(executable, OpenCodeEnvironment.of(service), limit)
                .health(installHint());
    }
}
