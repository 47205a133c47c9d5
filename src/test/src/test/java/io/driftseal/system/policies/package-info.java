/** The shipped policies, held against what others say that they must do. */
@org.jspecify.annotations.NullMarked
package io.driftseal.system.policies;
