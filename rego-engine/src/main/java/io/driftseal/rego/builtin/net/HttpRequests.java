package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.List;
import java.util.Set;

/** The members that a request of {@code http.send} may and must have. */
public final class HttpRequests {

    private static final Set<String> ALLOWED =
            Set.of(
                    "method",
                    "url",
                    "body",
                    "enable_redirect",
                    "force_json_decode",
                    "force_yaml_decode",
                    "headers",
                    "raw_body",
                    "tls_use_system_certs",
                    "tls_ca_cert",
                    "tls_ca_cert_file",
                    "tls_ca_cert_env_variable",
                    "tls_client_cert",
                    "tls_client_cert_file",
                    "tls_client_cert_env_variable",
                    "tls_client_key",
                    "tls_client_key_file",
                    "tls_client_key_env_variable",
                    "tls_insecure_skip_verify",
                    "tls_server_name",
                    "timeout",
                    "cache",
                    "force_cache",
                    "force_cache_duration_seconds",
                    "raise_error",
                    "caching_mode",
                    "max_retry_attempts",
                    "cache_ignored_headers");

    private HttpRequests() {}

    /**
     * Checks the names of a request's members.
     *
     * @throws BuiltinException where one is unknown or missing
     */
    public static void validate(RegoObject request) {
        RegoSet.Builder unknown = RegoSet.builder();
        for (int i = 0; i < request.size(); i++) {
            RegoValue key = request.keyAt(i);
            if (!(key instanceof RegoString name) || !ALLOWED.contains(name.text())) {
                unknown.add(key);
            }
        }
        RegoSet invalid = unknown.build();
        if (!invalid.isEmpty()) {
            throw BuiltinException.type(1, "invalid request parameters(s): " + invalid);
        }
        RegoSet.Builder absent = RegoSet.builder();
        for (String required : List.of("method", "url")) {
            if (request.get(required) == null) {
                absent.add(RegoString.of(required));
            }
        }
        RegoSet missing = absent.build();
        if (!missing.isEmpty()) {
            throw BuiltinException.type(1, "missing required request parameters(s): " + missing);
        }
    }
}
