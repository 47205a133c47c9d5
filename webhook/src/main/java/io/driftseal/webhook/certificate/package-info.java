/** Our own authority, the serving leaf, and the caBundle of our own configurations. */
@NullMarked
package io.driftseal.webhook.certificate;

import org.jspecify.annotations.NullMarked;
