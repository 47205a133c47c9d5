/**
 * {@code json.match_schema} and {@code json.verify_schema}: JSON schema of the drafts 4, 6 and 7,
 * with the errors that policies get from OPA, which no served library gives. References within the
 * schema are followed, none leaves it.
 */
@NullMarked
package io.driftseal.rego.builtin.jsonschema;

import org.jspecify.annotations.NullMarked;
