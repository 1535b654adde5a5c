package dev.yardmaster.top;

import org.jline.utils.AttributedStyle;

/** The styles of the screen. */
enum Palette {
    /** No styles, for a frame that is printed. */
    PLAIN,
    /** Without colors. */
    MONOCHROME,
    COLORS;

    AttributedStyle normal() {
        return AttributedStyle.DEFAULT;
    }

    AttributedStyle strong() {
        return this == PLAIN ? normal() : normal().bold();
    }

    AttributedStyle faint() {
        return this == COLORS ? normal().foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK) : normal();
    }

    AttributedStyle selected() {
        return this == PLAIN ? normal() : normal().inverse();
    }

    AttributedStyle good() {
        return color(AttributedStyle.GREEN);
    }

    AttributedStyle warning() {
        return color(AttributedStyle.YELLOW);
    }

    AttributedStyle bad() {
        return color(AttributedStyle.RED);
    }

    private AttributedStyle color(int color) {
        return this == COLORS ? normal().foreground(color) : normal();
    }
}
