/**
 * The port to the Kubernetes API: raw objects, lists, watches, writes and probes with a foreign
 * token. The only module that sees a Kubernetes client library, and only behind its adapter
 * package.
 */
@NullMarked
package io.driftseal.kubernetes;

import org.jspecify.annotations.NullMarked;
