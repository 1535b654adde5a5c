/** Finds and repairs differences between what the database contains and what runs, such as a task whose session is over. */
@NullMarked
package dev.yardmaster.dispatch.reconciliation;

import org.jspecify.annotations.NullMarked;
