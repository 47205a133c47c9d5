/** Our client of bundle servers against a real server and real bundles. */
@NullMarked
package io.driftseal.testsupport.bundle;

import org.jspecify.annotations.NullMarked;
