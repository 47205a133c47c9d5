/**
 * Container images of the services, made from the build alone: no Docker, no registry, no base
 * image.
 */
@NullMarked
package io.driftseal.system.images;

import org.jspecify.annotations.NullMarked;
