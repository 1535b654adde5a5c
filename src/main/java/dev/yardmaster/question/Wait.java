package dev.yardmaster.question;

/** What the blocking questions of a session that has ended mean for its task. */
public enum Wait {
    /** It has asked none, or has read all answers. */
    NONE,
    /** One of them is open. */
    FOR_ANSWER,
    /** All of them are settled, and it has ended before it could read an answer. */
    ANSWERED
}
