package io.driftseal.webhook.grant;

import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.stamp.AccessGrant;

/**
 * A grant that holds, and where it lies.
 *
 * @param resourceVersion of the object when it was read
 * @param used how often it was used by then
 */
public record HeldGrant(AccessGrant grant, ObjectKey key, String resourceVersion, long used) {}
