/**
 * An immutable JSON tree that keeps every field it was given, read strictly and written the same
 * way every time. Nothing here knows Kubernetes.
 */
@NullMarked
package io.driftseal.workload.json;

import org.jspecify.annotations.NullMarked;
