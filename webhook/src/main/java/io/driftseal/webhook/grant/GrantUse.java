package io.driftseal.webhook.grant;

import io.driftseal.stamp.GrantScope;
import java.util.List;

/** What a grant would have to allow: exactly this, by this user. */
public record GrantUse(GrantScope scope, List<String> command, String user) {
    public GrantUse {
        command = List.copyOf(command);
    }
}
