/** Plans kept on disk until every step of them has an outcome. */
@NullMarked
package io.driftseal.responder.plan;

import org.jspecify.annotations.NullMarked;
