package dev.yardmaster.session;

import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.provider.Executable;

/** Learns from sessions that an executable may not work. No method blocks. */
interface ExecutableHealth {
    /** Has an executable checked on which a session could not be started. */
    void recheck(Executable executable);

    /**
     * Keeps sessions off an executable whose credentials the provider has refused, until a check succeeds.
     *
     * @param reason the provider's message
     */
    void quarantine(Executable executable, String reason);

    static ExecutableHealth of(HealthChecks checks) {
        return new ExecutableHealth() {
            @Override
            public void recheck(Executable executable) {
                checks.recheck(executable);
            }

            @Override
            public void quarantine(Executable executable, String reason) {
                checks.quarantine(executable, reason);
            }
        };
    }
}
