/** Text for terminals and pipes: tables, widths, and what agents and services print without control characters. */
@NullMarked
package dev.yardmaster.terminal;

import org.jspecify.annotations.NullMarked;
