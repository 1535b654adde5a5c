/** What the sessions of an agent are told about its role: built-in texts, and the texts that people put in their place. */
@NullMarked
package dev.yardmaster.prompt;

import org.jspecify.annotations.NullMarked;
