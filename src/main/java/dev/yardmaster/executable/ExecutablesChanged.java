package dev.yardmaster.executable;

/** Observed by who waits for executables: what is stored of them, or of what runs on them, has changed, or one was checked. */
public record ExecutablesChanged() {}
