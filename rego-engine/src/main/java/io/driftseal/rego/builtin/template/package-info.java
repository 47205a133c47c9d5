/**
 * {@code strings.render_template}: the language of Go's text/template over JSON values, but for
 * {@code define}, {@code template}, {@code block}, {@code break} and {@code continue}, which are
 * refused.
 */
@NullMarked
package io.driftseal.rego.builtin.template;

import org.jspecify.annotations.NullMarked;
