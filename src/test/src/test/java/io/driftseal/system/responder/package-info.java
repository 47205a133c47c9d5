/** The responder as a process, with the account that the chart gives it, on a real cluster. */
@NullMarked
package io.driftseal.system.responder;

import org.jspecify.annotations.NullMarked;
