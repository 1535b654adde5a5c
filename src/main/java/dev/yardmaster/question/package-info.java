/** Questions of agents: to whom they go, how they are answered or expire, and which tasks wait for them. */
@NullMarked
package dev.yardmaster.question;

import org.jspecify.annotations.NullMarked;
