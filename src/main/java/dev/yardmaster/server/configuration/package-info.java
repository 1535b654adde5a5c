/** Finds the mistakes in the configuration before the service starts. */
@NullMarked
package dev.yardmaster.server.configuration;

import org.jspecify.annotations.NullMarked;
