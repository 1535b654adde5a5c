package dev.yardmaster.provider.opencode.server;

/**
 * A plugin for OpenCode. It gives the tools of a session the environment variables in the session's metadata, so that the tools know their
 * session and their processes can be found. It also removes the server's own variables. The tools of a sub-agent get the variables of its
 * parent.
 */
public final class IdentityPlugin {
    /** The field of a session's metadata that contains the variables. */
    public static final String METADATA = "yardmaster";

    static final String FILE = "identity.js";

    /**
     * With plugins, OpenCode first waits until npm has installed their possible dependencies into the user's configuration directory.
     * Offline, npm retries for more than a minute (1.18.33). So OpenCode gets 0 retries, and tools get the user's own value, if it is set.
     */
    public static final String RETRIES = "npm_config_fetch_retries";

    public static final String USERS_RETRIES = "YARDMASTER_NPM_CONFIG_FETCH_RETRIES";

    static final String USERS_STATE = "YARDMASTER_XDG_STATE_HOME";

    /** OpenCode calls the hook {@code shell.env} before each command. It does not pass on a variable whose value is {@code undefined}. */
    static final String SOURCE = """
            const own = ["OPENCODE_SERVER_PASSWORD", "OPENCODE_SERVER_USERNAME", "OPENCODE_CONFIG_CONTENT"]

            export const Identity = async ({ client }) => ({
              "shell.env": async (input, output) => {
                for (const name of own) output.env[name] = undefined
                output.env.npm_config_fetch_retries = process.env.%s
                output.env.XDG_STATE_HOME = process.env.%s
                let id = input.sessionID
                while (id) {
                  const { data } = await client.session.get({ path: { id } })
                  Object.assign(output.env, data?.metadata?.%s)
                  id = data?.parentID
                }
              },
            })
            """.formatted(USERS_RETRIES, USERS_STATE, METADATA);

    private IdentityPlugin() {}
}
