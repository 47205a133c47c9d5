/**
 * {@code graphql.*}: documents of GraphQL as the trees that OPA gives policies, and whether a query
 * fits a schema. Trees of OPA's form and not those of a library, since policies walk them; a policy
 * may hand a tree back in.
 */
@NullMarked
package io.driftseal.rego.builtin.graphql;

import org.jspecify.annotations.NullMarked;
