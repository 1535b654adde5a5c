/** MCP servers as users configure them, in a form that no provider determines. */
@NullMarked
package dev.yardmaster.mcp;

import org.jspecify.annotations.NullMarked;
