/** Executables: the ways to start a provider's CLI, with their storage, secrets, health, models and HTTP routes. */
@NullMarked
package dev.yardmaster.executable;

import org.jspecify.annotations.NullMarked;
