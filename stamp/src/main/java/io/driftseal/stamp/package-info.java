/**
 * The signed statement of what was approved: keys and their rotation, the signed envelope, stamps,
 * and what verifying one against a live workload can answer.
 */
@NullMarked
package io.driftseal.stamp;

import org.jspecify.annotations.NullMarked;
