package dev.yardmaster.executable;

/** A CDI event: the stored executables or settings have changed, or an executable was checked. */
public record ExecutablesChanged() {}
