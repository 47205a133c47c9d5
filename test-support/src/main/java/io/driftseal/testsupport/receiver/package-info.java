/**
 * Local stand-ins for Slack and PagerDuty that hold a sender to the real contract: limits, required
 * fields, content type, rate limit, error bodies. They answer as the real services do, record what
 * they received and every breach, and can be told to fail.
 */
@NullMarked
package io.driftseal.testsupport.receiver;

import org.jspecify.annotations.NullMarked;
