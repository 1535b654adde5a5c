/** Executables: the ways to start a provider. Where they are stored, their secrets, health, models and routes. */
@NullMarked
package dev.yardmaster.executable;

import org.jspecify.annotations.NullMarked;
