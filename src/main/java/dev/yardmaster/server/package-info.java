/** Starts and stops the service: the home and its lock, the database, and the code that runs meanwhile. */
@NullMarked
package dev.yardmaster.server;

import org.jspecify.annotations.NullMarked;
