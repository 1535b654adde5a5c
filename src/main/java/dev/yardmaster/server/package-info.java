/** Starts and stops the service: its home and lock, its database, and what runs while it is up. */
@NullMarked
package dev.yardmaster.server;

import org.jspecify.annotations.NullMarked;
