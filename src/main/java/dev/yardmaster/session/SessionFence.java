package dev.yardmaster.session;

/** Decides whether this service may run sessions. It may not when other services can count it as lost: they run its tasks then. */
public interface SessionFence {
    /** Whether sessions may run and start now, as far as this service can know without the database. */
    boolean allowsSessions();
}
