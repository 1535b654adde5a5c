package dev.yardmaster.session;

import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.log.LogWriter;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionClock;
import dev.yardmaster.session.run.SessionConfig;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.spool.Spool;
import jakarta.inject.Singleton;

/** Creates running sessions, each with a log of its own. */
@Singleton
class RunningSessionFactory {
    private final SessionRegistry registry;
    private final LogWriter writer;
    private final Spool spool;
    private final SessionConfig config;
    private final SessionProgressRecorder recorder;

    RunningSessionFactory(
            SessionRegistry registry,
            LogWriter writer,
            Spool spool,
            SessionConfig config,
            SessionProgressRecorder recorder) {
        this.registry = registry;
        this.writer = writer;
        this.spool = spool;
        this.config = config;
        this.recorder = recorder;
    }

    /** A session that is not started yet. */
    RunningSession create(SessionLaunch launch) {
        var log = new SessionLog(
                launch.session(),
                launch.agent(),
                () -> LogLimits.share(registry.size()),
                spool.of(launch.session()),
                writer::offer);
        return new RunningSession(launch, log, config, recorder.listener(launch), SessionClock.SYSTEM);
    }
}
