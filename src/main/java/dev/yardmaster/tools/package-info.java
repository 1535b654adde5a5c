/** The tools with which agents call the service over MCP: who has which, and what they do. */
@NullMarked
package dev.yardmaster.tools;

import org.jspecify.annotations.NullMarked;
