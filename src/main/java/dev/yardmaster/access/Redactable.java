package dev.yardmaster.access;

/** Something that can contain secrets, so only admins see all of it. */
public interface Redactable<T> {
    /** The same without anything that can be a secret. */
    T redacted();
}
