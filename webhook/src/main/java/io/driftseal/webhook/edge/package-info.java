/**
 * HTTP and nothing else: method, path, type, size, concurrency, time. The only package that sees
 * Vert.x.
 */
@NullMarked
package io.driftseal.webhook.edge;

import org.jspecify.annotations.NullMarked;
