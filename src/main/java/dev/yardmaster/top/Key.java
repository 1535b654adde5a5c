package dev.yardmaster.top;

/**
 * A key that was pressed.
 *
 * @param text the character of {@link Name#TEXT}; empty for other keys
 */
record Key(Name name, String text) {
    enum Name {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        BACKSPACE,
        /** Ctrl-U. */
        CLEAR,
        /** Ctrl-C. */
        INTERRUPT,
        /** Ctrl-Z. */
        SUSPEND,
        /** Ctrl-L. */
        REDRAW,
        TEXT,
        /** The terminal is gone. */
        CLOSED,
        /** A key without a meaning here. */
        OTHER
    }

    static Key of(Name name) {
        return new Key(name, "");
    }

    static Key text(String character) {
        return new Key(Name.TEXT, character);
    }
}
