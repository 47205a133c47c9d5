/** One immutable record per service, read once from file, environment and flags. */
@NullMarked
package io.driftseal.service.configuration;

import org.jspecify.annotations.NullMarked;
