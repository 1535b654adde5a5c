/** What agents are woken for: events that they subscribe to, and those of the plans that they direct. */
@NullMarked
package dev.yardmaster.subscription;

import org.jspecify.annotations.NullMarked;
