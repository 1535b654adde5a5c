/** The commands that call the API: one table that names each command, its route, its options and what it prints. */
@NullMarked
package dev.yardmaster.command;

import org.jspecify.annotations.NullMarked;
