/**
 * What people and the responder are told, and the loop that delivers it: messages for Slack and
 * PagerDuty, plans for the responder, taken from the transactional outbox, bounded, in order per
 * incident, retried by each service's own rules. Everything that comes from the cluster is hostile
 * text here.
 */
@NullMarked
package io.driftseal.scanner.notification;

import org.jspecify.annotations.NullMarked;
