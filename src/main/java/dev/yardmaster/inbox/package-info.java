/** The inbox: messages between agents and people, and how they reach the sessions of agents. */
@NullMarked
package dev.yardmaster.inbox;

import org.jspecify.annotations.NullMarked;
