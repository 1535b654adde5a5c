package dev.yardmaster.permission;

import java.util.Locale;

/** What the pattern of a rule is compared with. */
public enum RuleSubject {
    /** Each command of a text for the shell. */
    COMMAND,
    /** Each file that a tool changes, relative to the working directory. */
    EDIT,
    /** The name of a tool. */
    TOOL;

    /** Returns the name in the API and the database. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the subject with a name of the database. */
    static RuleSubject of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
