/**
 * The self-test of an installation: which ways into running workloads are watched, and which not.
 */
@NullMarked
package io.driftseal.cli.doors;

import org.jspecify.annotations.NullMarked;
