/** What the security team asks about a directory of policies before anybody depends on it. */
@NullMarked
package io.driftseal.cli.policy;

import org.jspecify.annotations.NullMarked;
