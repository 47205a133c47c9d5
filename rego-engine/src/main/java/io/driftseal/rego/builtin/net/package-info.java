/**
 * Builtins over names and addresses of networks: {@code net.*}, {@code uri.*}, {@code urlquery.*},
 * and those that reach the network, {@code http.send} and {@code net.lookup_ip_addr}, which an
 * operator has to ask for.
 */
@NullMarked
package io.driftseal.rego.builtin.net;

import org.jspecify.annotations.NullMarked;
