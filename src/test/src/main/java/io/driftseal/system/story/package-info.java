/**
 * The story that {@code driftseal up} tells: claims about the product, each made true and proved on
 * a real cluster.
 */
@NullMarked
package io.driftseal.system.story;

import org.jspecify.annotations.NullMarked;
