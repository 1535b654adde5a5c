/** What an agent CLI is: how it is launched, how its dialogue becomes events, and which executables there are. */
@NullMarked
package dev.yardmaster.provider;

import org.jspecify.annotations.NullMarked;
