package dev.yardmaster.provider.opencode;

/**
 * A plugin of OpenCode's that gives the tools of a session the environment variables in the session's metadata, so that they know whose
 * they are and their processes can be found; and takes from them what is the server's own. A sub-agent's tools get its parent's.
 */
final class IdentityPlugin {
    /** The field of a session's metadata that holds the variables. */
    static final String METADATA = "yardmaster";

    static final String FILE = "identity.js";

    /**
     * Where there are plugins, OpenCode first waits for npm to install what they may need into the user's configuration directory; offline
     * npm tries for more than a minute (1.18.33). So it gets no second try, and tools get the user's number of them, if there is one.
     */
    static final String RETRIES = "npm_config_fetch_retries";

    static final String USERS_RETRIES = "YARDMASTER_NPM_CONFIG_FETCH_RETRIES";

    static final String USERS_STATE = "YARDMASTER_XDG_STATE_HOME";

    /** The hook {@code shell.env} is called before each command; a variable that is {@code undefined} is not passed on. */
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
