package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Optional;
import java.util.UUID;

/**
 * The service that runs, or ran, a session.
 *
 * @param instance the id of its installation
 * @param address the URL of its API, if it has stored one
 * @param running whether the session has not ended
 */
record SessionOwner(UUID instance, Optional<String> address, boolean running) {
    /** The address, or the id of a service that has stored no address. */
    String name() {
        return address.orElse(instance.toString());
    }

    /** Why a service that does not run the session cannot carry out a command. */
    YardmasterException refusal(UUID self) {
        return new YardmasterException(ErrorCode.CONFLICT, detail(self));
    }

    private String detail(UUID self) {
        if (!running) {
            return "The session is not running, because it has ended. GET /api/sessions?state=running lists the running sessions.";
        }
        if (instance.equals(self)) {
            return "The session is not running yet. Send the request again.";
        }
        return "The session runs on another service, " + name() + ". Send the request to that service.";
    }
}
