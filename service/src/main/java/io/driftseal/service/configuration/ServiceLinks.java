package io.driftseal.service.configuration;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that the kubelet writes into every pod for each Service of its namespace. A Service
 * named {@code driftseal-webhook} makes {@code DRIFTSEAL_WEBHOOK_PORT=tcp://...}, which shares our
 * prefix, is no configuration, and must not stop a service from starting.
 */
final class ServiceLinks {
    private static final Pattern LINK =
            Pattern.compile("(.+?)(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT(_\\d+_.*)?)");

    private ServiceLinks() {}

    static boolean isServiceLink(String variable, Map<String, String> environment) {
        Matcher matcher = LINK.matcher(variable);
        return matcher.matches() && environment.containsKey(matcher.group(1) + "_SERVICE_HOST");
    }
}
