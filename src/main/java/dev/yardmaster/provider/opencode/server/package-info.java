/** OpenCode's server processes, and the HTTP API and event stream of such a server. */
@NullMarked
package dev.yardmaster.provider.opencode.server;

import org.jspecify.annotations.NullMarked;
