/** The texts that describe its role to an agent: built-in ones, and the texts that people put in their place. */
@NullMarked
package dev.yardmaster.prompt;

import org.jspecify.annotations.NullMarked;
